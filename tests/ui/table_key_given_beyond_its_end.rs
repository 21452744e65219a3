use fingerpost::{GetItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
}

#[route(GET, "/orders/<id>")]
async fn read(id: String, orders: Table<Order, GetItem>) -> Result<NoContent> {
    orders.get((&id, 7)).await?;
    Ok(NoContent)
}

fn main() {}
