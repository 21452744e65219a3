use fingerpost::{Item, NoContent, PutItem, Result, Transaction, UpdateItem, route};
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
async fn put_order(
    id: String,
    store: Transaction<((Order, PutItem), (Stock, UpdateItem))>,
) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.put(&Order { id }).if_not_exists();
    writes.delete(Stock::at("tea"));
    writes.commit_with(NoContent).await
}

fn main() {}
