use fingerpost::{Item};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Users")]
struct User {
    #[item(partition_key)]
    id: String,
    #[item(sort_key, unique)]
    email: String,
}

fn main() {}
