//! What the executables of this crate have in common: the API, and its one table.

use fingerpost::{Api, Cors, Item};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The API, before its route.
pub fn api() -> Api {
    Api::new("parts").cors(Cors::any_origin())
}

/// An event on the calendar.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Events")]
pub struct Event {
    /// Its key.
    #[item(partition_key)]
    pub id: String,
    /// What it is called.
    pub name: String,
    /// When it is.
    pub date: String,
}
