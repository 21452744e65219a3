use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    id: bool,
}

fn main() {}
