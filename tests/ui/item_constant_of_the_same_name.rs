use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
    total: u64,
}

impl Order {
    pub const TOTAL: u64 = 3;
}

fn main() {}
