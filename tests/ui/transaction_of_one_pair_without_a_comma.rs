use fingerpost::{Item, NoContent, PutItem, Transaction, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
}

#[route(PUT, "/orders/<id>")]
async fn put_order(id: String, store: Transaction<(Order, PutItem)>) -> NoContent {
    drop((id, store));
    NoContent
}

fn main() {}
