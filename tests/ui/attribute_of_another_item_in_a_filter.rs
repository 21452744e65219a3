use fingerpost::{Item, NoContent, PutItem, Result, Scan, Table, UpdateItem, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
    total: u64,
    note: Option<String>,
    lines: Vec<String>,
}

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Stock")]
struct Stock {
    #[item(partition_key)]
    sku: String,
    quantity: u64,
}

#[route(POST, "/orders/<id>")]
async fn change(id: String, orders: Table<Order, (PutItem, Scan, UpdateItem)>) -> Result<NoContent> {
    orders.scan().filter(Stock::QUANTITY.at_least(3)).count().await?;
    Ok(NoContent)
}

fn main() {}
