use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    #[serde(skip)]
    id: String,
}

fn main() {}
