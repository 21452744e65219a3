use fingerpost::{Item, NoContent, PutItem, Query, Transaction, route};
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
async fn put_order(id: String, store: Transaction<((Order, PutItem), (Stock, Query))>) -> NoContent {
    drop((id, store));
    NoContent
}

fn main() {}
