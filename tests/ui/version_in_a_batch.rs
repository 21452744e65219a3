use fingerpost::{BatchWriteItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Lists")]
struct List {
    #[item(partition_key)]
    id: String,
    #[item(version)]
    version: u64,
}

#[route(PUT, "/lists/<id>")]
async fn make(id: String, lists: Table<List, BatchWriteItem>) -> Result<NoContent> {
    lists.put_many(&[List { id, version: 0 }]).await?;
    Ok(NoContent)
}

fn main() {}
