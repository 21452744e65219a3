use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders", index(BySize, partition = status, sort = size))]
struct Order {
    #[item(partition_key)]
    id: String,
    #[item(sort_key)]
    number: u64,
    status: String,
    size: Option<u64>,
    a: u64,
    b: u64,
    c: u64,
    d: u64,
}

fn main() {}
