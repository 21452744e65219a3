//! The key of one item as a value: a batch tells items apart by it, and a cursor is made of it.
//!
//! `AttributeValue` will not do: it has no order, `serde` cannot write it, and it has types that no key has.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_manifest::KeyType;
use serde::{Deserialize, Serialize};

use super::attributes::Attributes;
use super::item::TableSchema;

/// The attributes of a key, by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct ItemKey(BTreeMap<String, KeyValue>);

/// A string or a number, the types that a key's attributes have here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum KeyValue {
    S(String),
    N(String),
}

impl ItemKey {
    /// The key of an item.
    pub(super) fn of(schema: &TableSchema, item: &Attributes) -> Self {
        // `collect` sorts, and the code of a sort is some 10 KB, for one key or two.
        let mut keys = BTreeMap::new();
        for (key, _) in schema.keys() {
            let value = match item.get(key.name) {
                Some(AttributeValue::S(text)) => KeyValue::S(text.clone()),
                Some(AttributeValue::N(number)) => KeyValue::N(number.clone()),
                _ => continue,
            };
            keys.insert(key.name.to_owned(), value);
        }
        Self(keys)
    }

    /// The key's attributes, or `None` when no item of this table can have them: a client may have made it.
    pub(super) fn attributes(self, schema: &TableSchema) -> Option<Attributes> {
        let fits = self.0.len() == schema.keys().count()
            && schema.keys().all(|(key, longest)| match self.0.get(key.name) {
                Some(KeyValue::S(text)) => key.kind == KeyType::S && (1..=longest).contains(&text.len()),
                Some(KeyValue::N(number)) => key.kind == KeyType::N && is_whole(number),
                None => false,
            });
        let values = self.0.into_iter().map(|(name, value)| match value {
            KeyValue::S(text) => (name, AttributeValue::S(text)),
            KeyValue::N(number) => (name, AttributeValue::N(number)),
        });
        fits.then(|| values.collect())
    }
}

/// Whether a text is a whole number of 1 to 38 digits, which is what DynamoDB keeps of a number.
fn is_whole(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    (1..=38).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}
