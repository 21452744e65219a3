//! Items, from the user's types to the SDK's and back.
//!
//! `serde_dynamo` does the work. Here are the checks around it, and what an error of it is called.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::DeserializeOwned;

use super::item::Item;
use super::key::{Key, fits};
use super::limits;
use super::schema::TableSchema;
use super::stored::Stored;
use crate::error::{Error, Result};

/// The attributes of an item, or of its key, by name.
pub(super) type Attributes = HashMap<String, AttributeValue>;

/// The attributes of a key, or `None` for one that no item can have.
///
/// Such a key is an empty text or one that is too long. DynamoDB would answer it with an error, where the
/// handler wants to hear that the item is not there.
///
/// # Errors
///
/// 500 for a value that serde writes as none of the types of a key.
pub(super) fn encode_key<T: Item>(key: impl Key<T::Key>) -> Result<Option<Attributes>> {
    encode_values(T::table(), key.attributes()?)
}

/// The attributes of a key by its values, as [`encode_key`].
///
/// # Errors
///
/// As [`encode_key`].
pub(super) fn encode_values(
    table: &TableSchema,
    (partition, sort): (AttributeValue, Option<AttributeValue>),
) -> Result<Option<Attributes>> {
    let values = [Some(partition), sort].into_iter().flatten();
    let mut attributes = Attributes::new();
    for ((key, longest), value) in table.keys().zip(values) {
        if !fits(&value, longest)? {
            return Ok(None);
        }
        attributes.insert(key.name.to_owned(), value);
    }
    Ok(Some(attributes))
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

/// An item of a table as an `R`, which is the table's item or what a projection has of it.
///
/// # Errors
///
/// 500 when the attributes are not those of an `R`.
pub(super) fn decode<R: DeserializeOwned>(table: &TableSchema, attributes: Attributes) -> Result<R> {
    R::deserialize(Stored(attributes)).map_err(|error| {
        let table = table.name;
        Error::internal(format!("a stored item of `{table}` does not fit its type")).caused_by(error)
    })
}

/// Those attributes of an item that a projection names; others were read besides, for their keys.
pub(super) fn only(named: Option<&[&str]>, mut item: Attributes) -> Attributes {
    if let Some(named) = named {
        item.retain(|name, _| named.contains(&name.as_str()));
    }
    item
}

/// Refuses attributes that the item of a table does not have: they would be read as missing, one and all.
///
/// A production binary does not know what an item has, and reads them.
///
/// # Errors
///
/// 500 for such an attribute.
#[cfg_attr(not(feature = "local"), expect(clippy::unnecessary_wraps, reason = "checked only there"))]
pub(super) fn check_known(table: &TableSchema, attributes: Option<&[&str]>) -> Result<()> {
    #[cfg(feature = "local")]
    if let (Some(attributes), Some(item)) = (attributes, (table.attributes)())
        && let Some(unknown) = attributes.iter().find(|attribute| !item.contains(attribute))
    {
        return Err(Error::internal(format!(
            "a projection reads `{unknown}`, which the item of table `{}` does not have: {}; its attributes are named as \
             `serde` names the fields",
            table.name, table.source
        )));
    }
    #[cfg(not(feature = "local"))]
    let _ = (table, attributes);
    Ok(())
}
