//! A table as an item declares it: its name, and the names and types of its key.
//!
//! `#[derive(Item)]` makes a constant of it. A type is kept as the function that finds out what it is, because
//! only the manifest and cursors ask for that.

use std::any::type_name;
use std::borrow::Cow;

use fingerpost_manifest::{KeyType, variable};
use serde::de::DeserializeOwned;

use super::key_kind;

/// The bytes that a partition key may have, if it is a text or bytes.
pub(crate) const PARTITION_KEY_LIMIT: usize = 2048;
/// The bytes that a sort key may have likewise.
pub(crate) const SORT_KEY_LIMIT: usize = 1024;

/// One attribute of a key.
#[derive(Debug, Clone, Copy)]
pub struct KeySchema {
    pub(crate) name: &'static str,
    kind: fn() -> Option<KeyType>,
    type_name: fn() -> &'static str,
}

impl KeySchema {
    /// An attribute of this name and type.
    #[doc(hidden)]
    pub const fn of<K: DeserializeOwned>(name: &'static str) -> Self {
        Self { name, kind: key_kind::of::<K>, type_name: type_name::<K> }
    }

    /// What DynamoDB keeps a value of its type as, or `None` where that cannot be a key.
    pub(crate) fn kind(&self) -> Option<KeyType> {
        (self.kind)()
    }

    /// The type as Rust names it.
    #[cfg(feature = "local")]
    pub(crate) fn type_name(&self) -> &'static str {
        (self.type_name)()
    }
}

/// A table as an item declares it, which [`Item::table`](crate::Item::table) returns.
#[derive(Debug)]
pub struct TableSchema {
    pub(crate) name: &'static str,
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
    pub(crate) source: &'static str,
    pub(crate) partition_key: KeySchema,
    pub(crate) sort_key: Option<KeySchema>,
}

impl TableSchema {
    /// A table of this name, declared at `source`.
    #[doc(hidden)]
    pub const fn new(name: &'static str, source: &'static str, partition_key: KeySchema) -> Self {
        Self { name, source, partition_key, sort_key: None }
    }

    /// The same table with a sort key.
    #[doc(hidden)]
    pub const fn sort_key(mut self, sort_key: KeySchema) -> Self {
        self.sort_key = Some(sort_key);
        self
    }

    /// Returns the table's name in the source. That of the deployed table is in the environment, see
    /// [`Table`](crate::Table#which-table-it-is).
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the names of the attributes that are its key: the partition key, then the sort key.
    pub fn key(&self) -> impl Iterator<Item = &'static str> {
        self.keys().map(|(key, _)| key.name)
    }

    /// The key's attributes with the longest text that DynamoDB takes for each, in bytes.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (KeySchema, usize)> + use<> {
        let sort_key = self.sort_key.map(|key| (key, SORT_KEY_LIMIT));
        [Some((self.partition_key, PARTITION_KEY_LIMIT)), sort_key].into_iter().flatten()
    }

    /// The variables that may hold the deployed table's name, the more specific first.
    pub(crate) fn variables(&self) -> [Cow<'static, str>; 2] {
        [Cow::Owned(variable(self.name)), Cow::Borrowed("TABLE_NAME")]
    }
}
