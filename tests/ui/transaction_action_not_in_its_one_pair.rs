use fingerpost::{Item, NoContent, PutItem, Result, Transaction, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
}

#[route(DELETE, "/orders/<id>")]
async fn delete_order(id: String, store: Transaction<((Order, PutItem),)>) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.delete(Order::at(&id));
    writes.commit_with(NoContent).await
}

fn main() {}
