use fingerpost::{Item, NoContent, Result, Table, UpdateItem, route};
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
async fn change(id: String, lists: Table<List, UpdateItem>) -> Result<NoContent> {
    lists.update(&id).set(List::VERSION, 7).await?.done();
    Ok(NoContent)
}

fn main() {}
