use fingerpost::Item;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Sessions")]
struct Session {
    #[item(partition_key)]
    id: String,
    #[item(unique)]
    email: String,
    #[item(unique)]
    token: String,
    #[item(expires)]
    until: u64,
}

fn main() {}
