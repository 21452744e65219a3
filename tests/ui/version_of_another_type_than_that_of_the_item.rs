use fingerpost::{IfMatch, Item, NoContent, Result, Table, UpdateItem, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Lists")]
struct List {
    #[item(partition_key)]
    id: String,
    title: String,
    #[item(version)]
    version: u64,
}

#[route(PUT, "/lists/<id>")]
async fn change(id: String, seen: IfMatch<u32>, lists: Table<List, UpdateItem>) -> Result<NoContent> {
    lists.update(&id).set(List::TITLE, "new").if_match(seen).await?.done();
    Ok(NoContent)
}

fn main() {}
