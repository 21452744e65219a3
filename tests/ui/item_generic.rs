use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event<T> {
    #[item(partition_key)]
    id: String,
    extra: T,
}

fn main() {}
