//! Items and their keys, from the user's types to the SDK's and back.
//!
//! `serde_dynamo` does the work. Here are the checks around it, and what an error of it is called.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;

use super::item::{Item, Key, SortKey, TableSchema};
use super::limits;
use crate::error::{Error, Result};

/// The attributes of an item, or of its key, by name.
pub(super) type Attributes = HashMap<String, AttributeValue>;

/// The attributes of a key, or `None` for one that no item can have.
///
/// Such a key is an empty string or one that is too long. DynamoDB would answer it with an error, where the
/// handler wants to hear that the item is not there.
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

/// Whether an item can have this value in its key: a string has 1 to `longest` bytes.
pub(super) fn is_valid_key(value: &AttributeValue, longest: usize) -> bool {
    value.as_s().map_or(true, |text| (1..=longest).contains(&text.len()))
}

/// The attributes of an item.
///
/// # Errors
///
/// 500 when DynamoDB has no type for a part of it, 400 for a name that no field may have.
pub(super) fn encode<T: Item>(item: &T) -> Result<Attributes> {
    let item = serde_dynamo::to_item(item).map_err(|error| {
        Error::internal("an item cannot be written as DynamoDB takes it").caused_by(error)
    })?;
    limits::check_names(&item)?;
    Ok(item)
}

/// An item of `T`'s table as an `R`, which is `T` or what a projection has of it.
///
/// # Errors
///
/// 500 when the attributes are not those of an `R`.
pub(super) fn decode<T: Item, R: DeserializeOwned>(attributes: Attributes) -> Result<R> {
    serde_dynamo::from_item(attributes).map_err(|error| {
        Error::internal(format!("a stored item of `{}` does not fit its type", T::TABLE)).caused_by(error)
    })
}

/// The map, or `None` for an empty one, which DynamoDB refuses.
pub(super) fn non_empty<V>(map: HashMap<String, V>) -> Option<HashMap<String, V>> {
    (!map.is_empty()).then_some(map)
}
