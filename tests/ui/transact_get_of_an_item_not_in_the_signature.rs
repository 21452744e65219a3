use fingerpost::{GetItem, Item, Json, Result, TransactGet, route};
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

#[route(GET, "/orders/<id>")]
async fn order(id: String, store: TransactGet<((Order, GetItem),)>) -> Result<Json<bool>> {
    let found = store.get(Stock::at(id)).await?;
    drop(found);
    Ok(Json(true))
}

fn main() {}
