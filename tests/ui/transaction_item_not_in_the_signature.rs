use fingerpost::{Item, NoContent, PutItem, Result, Transaction, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
}

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Stock")]
struct Stock {
    #[item(partition_key)]
    sku: String,
    quantity: u32,
}

#[route(PUT, "/orders/<id>")]
async fn put_order(id: String, store: Transaction<((Order, PutItem),)>) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.put(&Order { id });
    writes.put(&Stock { sku: "tea".to_owned(), quantity: 1 });
    writes.commit_with(NoContent).await
}

fn main() {}
