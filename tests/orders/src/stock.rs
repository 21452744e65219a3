//! How much there is of each thing.

use fingerpost::Item;
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
