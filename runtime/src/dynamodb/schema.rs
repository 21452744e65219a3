//! A table as an item declares it: its name, and the names and types of its key.
//!
//! `#[derive(Item)]` makes a constant of it.

use std::borrow::Cow;

use fingerpost_manifest::variable;
use serde::de::DeserializeOwned;

#[cfg(feature = "local")]
use super::index_schema::Attributes;
use super::index_schema::IndexSchema;
use super::key_schema::{KeySchema, PARTITION_KEY_LIMIT, SORT_KEY_LIMIT};

/// A table as an item declares it, which [`Item::table`](crate::Item::table) returns.
#[derive(Debug)]
pub struct TableSchema {
    pub(crate) name: &'static str,
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
    pub(crate) source: &'static str,
    pub(crate) partition_key: KeySchema,
    pub(crate) sort_key: Option<KeySchema>,
    #[cfg(feature = "local")]
    pub(crate) indexes: &'static [fn() -> &'static IndexSchema],
    /// The attributes that the item has, or `None` where it may have any.
    #[cfg(feature = "local")]
    pub(crate) attributes: Attributes,
    /// The attribute that says when an item expires.
    pub(crate) expires: Option<KeySchema>,
    /// The name of the attribute that counts the writes of an item.
    pub(crate) version: Option<&'static str>,
    /// What one item of the table has at most.
    pub(crate) unique: Option<&'static UniqueSchema>,
}

/// What one item of a table has at most: its unique attributes, and the table that keeps them.
#[derive(Debug)]
pub struct UniqueSchema {
    pub(crate) table: TableSchema,
    pub(super) attributes: &'static [&'static str],
}

impl TableSchema {
    /// A table of this name with items of type `T`, declared at `source`.
    #[doc(hidden)]
    pub const fn of<T: DeserializeOwned>(
        name: &'static str,
        source: &'static str,
        partition_key: KeySchema,
    ) -> Self {
        Self {
            name,
            source,
            partition_key,
            sort_key: None,
            #[cfg(feature = "local")]
            indexes: &[],
            #[cfg(feature = "local")]
            attributes: super::projection::attributes::<T>,
            expires: None,
            version: None,
            unique: None,
        }
    }

    /// The same table with a sort key.
    #[doc(hidden)]
    #[must_use]
    pub const fn sort_key(mut self, sort_key: KeySchema) -> Self {
        self.sort_key = Some(sort_key);
        self
    }

    /// The same table with these indexes.
    #[doc(hidden)]
    #[must_use]
    #[cfg_attr(
        not(feature = "local"),
        allow(unused_mut, unused_variables, reason = "only the manifest reads them")
    )]
    pub const fn indexes(mut self, indexes: &'static [fn() -> &'static IndexSchema]) -> Self {
        #[cfg(feature = "local")]
        {
            self.indexes = indexes;
        }
        self
    }

    /// The same table, whose items expire at the second that this attribute says.
    #[doc(hidden)]
    #[must_use]
    pub const fn expires(mut self, expires: KeySchema) -> Self {
        self.expires = Some(expires);
        self
    }

    /// The same table, whose items have their version in this attribute.
    #[doc(hidden)]
    #[must_use]
    pub const fn version(mut self, version: &'static str) -> Self {
        self.version = Some(version);
        self
    }

    /// The same table, whose items have unique values.
    #[doc(hidden)]
    #[must_use]
    pub const fn unique(mut self, unique: &'static UniqueSchema) -> Self {
        self.unique = Some(unique);
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
