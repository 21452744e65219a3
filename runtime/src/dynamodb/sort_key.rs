//! The methods of a query that choose a range of sort keys.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::item::{Item, SortKey};
use super::key_schema::KeySchema;
use super::query::QueryCall;
use super::selection::Range;
use super::value::Value;

/// The range of sort keys of a table. That of an index is part of its key.
impl<T: Item, R: DeserializeOwned + Serialize> QueryCall<'_, T, R> {
    /// Reads only the item with this sort key, if there is one.
    pub fn sort_key_equals(self, key: impl Value<SortKey<T>>) -> Self {
        self.range(Range::Compare("=", key.attribute()))
    }

    /// Reads the items whose sort keys are less than this one.
    pub fn sort_key_less(self, key: impl Value<SortKey<T>>) -> Self {
        self.range(Range::Compare("<", key.attribute()))
    }

    /// Reads the items whose sort keys are less than this one, or this one.
    pub fn sort_key_at_most(self, key: impl Value<SortKey<T>>) -> Self {
        self.range(Range::Compare("<=", key.attribute()))
    }

    /// Reads the items whose sort keys are greater than this one.
    pub fn sort_key_greater(self, key: impl Value<SortKey<T>>) -> Self {
        self.range(Range::Compare(">", key.attribute()))
    }

    /// Reads the items whose sort keys are this one or greater.
    pub fn sort_key_at_least(self, key: impl Value<SortKey<T>>) -> Self {
        self.range(Range::Compare(">=", key.attribute()))
    }

    /// Reads the items whose sort keys are from `first` to `last`, both included.
    ///
    /// When `last` is less than `first`, what reads them is a 400.
    pub fn sort_key_between(self, first: impl Value<SortKey<T>>, last: impl Value<SortKey<T>>) -> Self {
        self.range(Range::Between(first.attribute(), last.attribute()))
    }

    /// Reads the items whose sort keys start with this text.
    ///
    /// The sort key is one that serde writes as a text, or what reads them is a 500.
    pub fn sort_key_begins_with(self, prefix: impl Into<String>) -> Self {
        self.range(Range::BeginsWith(prefix.into()))
    }

    fn range(mut self, range: Range) -> Self {
        if let Some(KeySchema { name, .. }) = T::table().sort_key {
            self.selection = self.selection.range(name, range);
        }
        self
    }
}
