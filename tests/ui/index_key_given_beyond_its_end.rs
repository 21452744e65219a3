use fingerpost::{Item, NoContent, Query, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(
    table = "Orders",
    index(ByStatus, partition = status, sort = (placed, total)),
    index(ByDay, partition = placed, project = Label)
)]
struct Order {
    #[item(partition_key)]
    id: String,
    status: String,
    placed: u64,
    total: u64,
}

#[derive(Serialize, Deserialize)]
struct Label {
    id: String,
}

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Stock", index(BySku, partition = sku))]
struct Stock {
    #[item(partition_key)]
    sku: String,
}

#[route(GET, "/orders/<id>")]
async fn read(id: String, orders: Table<Order, Query<ByDay>>) -> Result<NoContent> {
    orders.query_index(ByDay::of(7).and(8)).count().await?;
    Ok(NoContent)
}

fn main() {}
