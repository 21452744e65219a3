//! An index as an item declares it: its name, its keys, and what it holds.

use serde::de::DeserializeOwned;

use super::key_schema::{KeySchema, PARTITION_KEY_LIMIT, SORT_KEY_LIMIT};
use super::projection;

/// Tells the attributes that a type has fields for, or `None` of a type that may have any.
pub(crate) type Attributes = fn() -> Option<&'static [&'static str]>;

/// An index as an item declares it, which [`Index::schema`](crate::Index::schema) returns.
#[derive(Debug)]
pub struct IndexSchema {
    pub(crate) name: &'static str,
    pub(crate) is_local: bool,
    partition: &'static [KeySchema],
    sort: &'static [KeySchema],
    /// What it holds, where that is not the whole item.
    pub(crate) projected: Option<Attributes>,
}

impl IndexSchema {
    /// A global index of this name, with these attributes in its key.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        partition: &'static [KeySchema],
        sort: &'static [KeySchema],
    ) -> Self {
        Self { name, is_local: false, partition, sort, projected: None }
    }

    /// The same index as a local one.
    #[doc(hidden)]
    #[must_use]
    pub const fn local(mut self) -> Self {
        self.is_local = true;
        self
    }

    /// The same index, which holds what `P` has fields for.
    #[doc(hidden)]
    #[must_use]
    pub const fn project<P: DeserializeOwned>(mut self) -> Self {
        self.projected = Some(projection::attributes::<P>);
        self
    }

    /// Returns the index's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The attributes of the partition key, with the longest text that DynamoDB takes for each, in bytes.
    pub(crate) fn partition(&self) -> impl Iterator<Item = (KeySchema, usize)> + use<> {
        self.partition.iter().map(|key| (*key, PARTITION_KEY_LIMIT))
    }

    /// The attributes of the sort key likewise.
    pub(crate) fn sort(&self) -> impl Iterator<Item = (KeySchema, usize)> + use<> {
        self.sort.iter().map(|key| (*key, SORT_KEY_LIMIT))
    }

    /// The attributes of both.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (KeySchema, usize)> + use<> {
        self.partition().chain(self.sort())
    }
}
