use fingerpost::{Item, NoContent, PutItem, Result, Transaction, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
}

#[route(PUT, "/orders/<id>")]
async fn put_order(id: String, store: Transaction<((Order, PutItem),)>) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.put(&Order { id }).if_not_exists().otherwise("There is one already");
    writes.commit_with(NoContent).await
}

fn main() {}
