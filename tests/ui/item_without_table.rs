use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
struct Event {
    #[item(partition_key)]
    id: String,
}

fn main() {}
