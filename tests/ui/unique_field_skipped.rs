use fingerpost::{Item};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Users")]
struct User {
    #[item(partition_key)]
    id: String,
    #[item(unique)]
    #[serde(skip)]
    email: String,
}

fn main() {}
