//! How much there is of each thing.

use fingerpost::{Item, Json, NoContent, PutItem, Result, Table, route};
use serde::{Deserialize, Serialize};

/// How much there is of one thing.
#[derive(Debug, Serialize, Deserialize, Item)]
#[item(table = "Stock")]
pub struct Stock {
    /// What it is.
    #[item(partition_key)]
    pub sku: String,
    /// How many of it can be ordered.
    pub quantity: u32,
}

/// Says how much there is of one thing, as somebody has counted it: `/stock/tea/green`.
#[route(PUT, "/stock/<sku..>", scopes("orders:ship"))]
async fn count(
    sku: Vec<String>,
    Json(quantity): Json<u32>,
    stock: Table<Stock, PutItem>,
) -> Result<NoContent> {
    stock.put(&Stock { sku: sku.join("/"), quantity }).await?;
    Ok(NoContent)
}
