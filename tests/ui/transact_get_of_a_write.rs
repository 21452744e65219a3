use fingerpost::{Item, NoContent, PutItem, TransactGet, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
}

#[route(GET, "/orders/<id>")]
async fn order(id: String, store: TransactGet<((Order, PutItem),)>) -> NoContent {
    drop((id, store));
    NoContent
}

fn main() {}
