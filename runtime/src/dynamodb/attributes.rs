//! Items and their keys, there and back: as `serde` has them and as DynamoDB takes them.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;

use super::item::{Item, Key, SortKey, TableSchema};
use super::limits;
use crate::error::{Error, Result};

/// The attributes of an item, or of its key, by name.
pub(super) type Attributes = HashMap<String, AttributeValue>;

/// The key as DynamoDB takes it, or `None` for one that no item can have: an empty string
/// or one over the limit, which DynamoDB answers with an error instead of "not there".
pub(super) fn encode_key<T: Item>(key: Key<'_, T>) -> Option<Attributes> {
    let (partition, sort) = T::SortKey::attributes::<T::PartitionKey>(key);
    let values = [Some(partition), sort].into_iter().flatten();
    let mut attributes = Attributes::new();
    for ((schema, longest), value) in TableSchema::of::<T>().keys().zip(values) {
        if !is_valid_key(&value, longest) {
            return None;
        }
        attributes.insert(schema.name.to_owned(), value);
    }
    Some(attributes)
}

/// Whether an item can have this value in its key.
pub(super) fn is_valid_key(value: &AttributeValue, longest: usize) -> bool {
    value.as_s().map_or(true, |text| (1..=longest).contains(&text.len()))
}

/// An item as DynamoDB takes it.
pub(super) fn encode<T: Item>(item: &T) -> Result<Attributes> {
    let item = serde_dynamo::to_item(item).map_err(|error| {
        Error::internal("an item cannot be written as DynamoDB takes it").caused_by(error)
    })?;
    limits::check_names(&item)?;
    Ok(item)
}

/// An item of `T`'s table, or what `R` has of it.
pub(super) fn decode<T: Item, R: DeserializeOwned>(attributes: Attributes) -> Result<R> {
    serde_dynamo::from_item(attributes).map_err(|error| {
        Error::internal(format!("a stored item of `{}` does not fit its type", T::TABLE)).caused_by(error)
    })
}

/// DynamoDB refuses an empty map where none is needed.
pub(super) fn non_empty<V>(map: HashMap<String, V>) -> Option<HashMap<String, V>> {
    (!map.is_empty()).then_some(map)
}
