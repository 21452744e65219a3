//! DynamoDB as a handler sees it.
//!
//! A struct becomes an item of a table (`item.rs`), an argument `Table<T, Actions>` becomes a connection to
//! that table (`table.rs`), and its methods become calls of the AWS SDK (`get.rs`, `put.rs`, `update.rs`,
//! `query.rs`, `scan.rs`, `batch.rs`). A method exists only where the signature names its action
//! (`actions.rs`): the compiler and, by way of the manifest, IAM read the same signature, so both refuse
//! the same calls. `client.rs` makes the SDK's client.

mod actions;
mod attributes;
mod batch;
mod client;
mod condition;
mod connection;
mod cursor;
mod gather;
mod get;
mod item;
mod item_key;
pub(crate) mod limits;
mod listing;
mod memory;
mod oversized;
mod page;
mod projection;
mod put;
mod query;
mod scan;
mod seal;
mod table;
mod update;

pub use actions::{
    Action, Actions, Allows, BatchGetItem, BatchWriteItem, ConditionCheckItem, DeleteItem, GetItem, PutItem,
    Query, ReadData, ReadWriteData, Scan, UpdateItem, WriteData,
};
pub(crate) use client::ClientSource;
pub use condition::Condition;
pub use connection::Call;
pub use cursor::Cursor;
#[cfg(feature = "local")]
pub(crate) use item::KeySchema;
pub(crate) use item::TableSchema;
pub use item::{Item, Key, KeyAttribute, NoSortKey, SortKey};
pub use page::{ItemLimit, Limit, Page};
pub use query::QueryCall;
pub use scan::ScanCall;
pub use table::Table;
pub use update::UpdateCall;
