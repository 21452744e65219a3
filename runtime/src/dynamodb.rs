//! DynamoDB as a handler sees it.
//!
//! A struct becomes an item of a table (`item.rs`), an argument `Table<T, Actions>` becomes a connection to
//! that table (`table.rs`), and its methods become calls of the AWS SDK (`get.rs`, `put.rs`, `delete.rs`,
//! `update.rs`, `query.rs`, `scan.rs`, `get_many.rs`, `write_many.rs`). A method exists only where the signature names its action
//! (`actions.rs`): the compiler and, by way of the manifest, IAM read the same signature, so both refuse
//! the same calls. What a condition, filter or update says is made of the handles of attributes (`field.rs`,
//! `compare.rs`, `condition.rs`, `changes.rs`). The version of an item is in `versioned.rs`, what
//! is unique in a table in `unique.rs` and `claiming.rs`. `transaction.rs` has the calls of several tables at once.
//! `client.rs` makes the SDK's client.

mod actions;
mod attributes;
mod batch;
mod changes;
mod claim;
mod claiming;
mod client;
mod compare;
mod condition;
mod connection;
mod cursor;
mod delete;
mod expiry;
mod expression;
mod field;
mod gather;
mod get;
mod get_many;
#[cfg(feature = "local")]
mod held;
mod index;
mod index_schema;
mod item;
mod item_key;
mod items;
mod key;
mod key_kind;
mod key_schema;
pub(crate) mod limits;
mod listing;
mod memory;
mod oversized;
mod owned;
mod page;
mod pages;
mod path;
mod pauses;
mod projection;
mod put;
mod query;
mod scan;
mod schema;
mod seal;
mod seen;
mod selection;
mod set;
mod sort_key;
mod stored;
mod table;
mod transact;
mod transaction;
mod unique;
mod uniqueness;
mod update;
mod value;
mod version;
mod versioned;
mod write_many;
mod written;

pub use actions::{
    Action, Actions, Allows, BatchGetItem, BatchWriteItem, ConditionCheckItem, DeleteItem, GetItem, PutItem,
    QueriedIn, Query, ReadData, ReadWriteData, Scan, Statement, UpdateItem, WriteData,
};
#[cfg(feature = "s3")]
pub(crate) use actions::{At0, At1, At2, At3, At4, At5, At6, At7, At8, Whole as WholeAction};
pub(crate) use client::ClientSource;
pub use compare::AttributeType;
pub use condition::{Condition, Filter, WriteCondition};
pub use connection::Call;
pub use cursor::Cursor;
pub use delete::DeleteCall;
pub use field::{
    Changeable, Container, Counted, Field, InKey, Kept, List, MayBeAbsent, Number, Optional, Required,
    SizeOf, Textual, field, path,
};
pub use get::GetCall;
pub use get_many::GetManyCall;
pub use index::{Index, IndexKey, IndexOf, Open, Ranged, ReadConsistently};
pub use index_schema::IndexSchema;
pub use item::{Item, PartitionKey, SortKey};
pub use items::Items;
pub use key::{ItemAt, Key, NoSortKey, PrimaryKey};
pub use key_schema::KeySchema;
pub use listing::Whole;
pub use owned::{Claim, OwnActions, Owned, RestOfKey, Sub};
pub use page::{ItemLimit, Limit, Page};
pub use put::{Always, Conditional, PutCall};
pub use query::QueryCall;
pub use scan::ScanCall;
pub use schema::{TableSchema, UniqueSchema};
pub use table::Table;
pub use transaction::{
    ActionIn, AmongPairs, KeyAmongPairs, NamesItem, Pairs, ReadKeys, Reading, TransactGet, Transaction,
    Transacts, WriteStep, Writes, Writing,
};
pub(crate) use transaction::{MadeOnce, Sent};
pub use unique::unique;
pub use uniqueness::{Distinct, InTransactions, Uniqueness};
pub use update::{IfExists, UpdateCall};
pub use value::{Any, Operand, Value};
pub use version::{InBatches, Version};
pub use versioned::{SeenVersion, Versioned};
pub use write_many::WriteManyCall;
pub use written::Written;
