use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events", colour = "red")]
struct Event {
    #[item(hash_key)]
    id: String,
}

fn main() {}
