use fingerpost::{Item, NoContent, Result, Transaction, UpdateItem, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Stock")]
struct Stock {
    #[item(partition_key)]
    sku: String,
    quantity: u32,
}

#[route(PUT, "/stock/<sku>")]
async fn fill(sku: String, store: Transaction<((Stock, UpdateItem),)>) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.update(&sku);
    writes.commit_with(NoContent).await
}

fn main() {}
