use fingerpost::{DeleteItem, IfMatch, Item, NoContent, Result, Transaction, route};
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

#[route(DELETE, "/lists/<id>")]
async fn remove(
    id: String,
    seen: Option<IfMatch<String>>,
    store: Transaction<((List, DeleteItem),)>,
) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.delete(List::at(&id)).if_match(seen);
    writes.commit_with(NoContent).await
}

fn main() {}
