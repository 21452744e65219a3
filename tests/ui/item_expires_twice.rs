use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
    #[item(expires)]
    until: u64,
    #[item(expires)]
    also: u64,
}

fn main() {}
