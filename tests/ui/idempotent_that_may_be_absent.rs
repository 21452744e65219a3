use fingerpost::{Idempotent, Item, Json, NoContent, PutItem, Transaction, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
}

#[route(POST, "/orders")]
async fn place_order(
    new: Option<Idempotent<Json<String>>>,
    store: Transaction<((Order, PutItem),)>,
) -> NoContent {
    drop((new, store));
    NoContent
}

fn main() {}
