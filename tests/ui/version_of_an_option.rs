use fingerpost::{Item};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Lists")]
struct List {
    #[item(partition_key)]
    id: String,
    #[item(version)]
    version: Option<u64>,
}

fn main() {}
