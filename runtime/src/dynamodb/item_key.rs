//! The key of one item as a value: a batch tells items apart by it, and a cursor is made of it.
//!
//! `AttributeValue` will not do: it has no order, `serde` cannot write it, and it has types that no key has.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use base64_simd::URL_SAFE_NO_PAD as BASE64;
use fingerpost_manifest::KeyType;
use serde::{Deserialize, Serialize};

use super::attributes::Attributes;
use super::key::fits;
use super::key_schema::KeySchema;

/// The attributes of a key, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct ItemKey(BTreeMap<String, KeyValue>);

/// A string, a number or bytes, the types that a key's attributes have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum KeyValue {
    S(String),
    N(String),
    /// As base64.
    B(String),
}

impl ItemKey {
    /// The key of an item.
    pub(super) fn of(keys: impl Iterator<Item = (KeySchema, usize)>, item: &Attributes) -> Self {
        let mut key = Self::default();
        key.read(keys, item);
        key
    }

    /// Becomes the key of an item of the same table, in the memory that it has: a list reads one after the other.
    pub(super) fn read(&mut self, keys: impl Iterator<Item = (KeySchema, usize)>, item: &Attributes) {
        // `collect` sorts, and the code of a sort is some 10 KB, for one key or two.
        for (key, _) in keys {
            let Some(value) = item.get(key.name) else {
                self.0.remove(key.name);
                continue;
            };
            match (self.0.get_mut(key.name), value) {
                (Some(KeyValue::S(kept)), AttributeValue::S(text))
                | (Some(KeyValue::N(kept)), AttributeValue::N(text)) => kept.clone_from(text),
                _ => self.replace(key.name, value),
            }
        }
    }

    fn replace(&mut self, name: &str, value: &AttributeValue) {
        let value = match value {
            AttributeValue::S(text) => KeyValue::S(text.clone()),
            AttributeValue::N(number) => KeyValue::N(number.clone()),
            AttributeValue::B(bytes) => KeyValue::B(BASE64.encode_to_string(bytes.as_ref())),
            _ => {
                self.0.remove(name);
                return;
            }
        };
        self.0.insert(name.to_owned(), value);
    }

    /// The key's attributes, or `None` when no item with these keys can have them: a client may have made it.
    pub(super) fn attributes(mut self, keys: impl Iterator<Item = (KeySchema, usize)>) -> Option<Attributes> {
        let mut attributes = Attributes::new();
        for (key, longest) in keys {
            let value = match (self.0.remove(key.name)?, key.kind()?) {
                (KeyValue::S(text), KeyType::S) => AttributeValue::S(text),
                (KeyValue::N(number), KeyType::N) if is_whole(&number) => AttributeValue::N(number),
                (KeyValue::B(bytes), KeyType::B) => {
                    AttributeValue::B(BASE64.decode_to_vec(bytes).ok()?.into())
                }
                _ => return None,
            };
            if !fits(&value, longest).ok()? {
                return None;
            }
            attributes.insert(key.name.to_owned(), value);
        }
        self.0.is_empty().then_some(attributes)
    }
}

/// Whether a text is a whole number of 1 to 38 digits, which is what DynamoDB keeps of a number.
fn is_whole(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    (1..=38).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}
