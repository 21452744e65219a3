//! Where a page ended, as a client carries it: the last item's key, in URL-safe base64.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_manifest::KeyType;
use serde::{Deserialize, Serialize};

use super::attributes::Attributes;
use super::item::TableSchema;
use super::seal;
use crate::error::{Error, Result};

/// The place after an item, from which the next page starts.
///
/// As a query parameter it is a 400 when it is not a cursor, or one of another table.
///
/// A client can read it: it is the item's key. Where `FINGERPOST_CURSOR_KEY` is set for the function,
/// to 32 characters or more that nobody knows, cursors are encrypted, and one that this API did not
/// make is a 400. A list whose projection leaves out a part of the key needs it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(BTreeMap<String, KeyValue>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum KeyValue {
    S(String),
    N(String),
}

const INVALID: &str = "not a cursor that this API gave";

impl Cursor {
    /// The cursor after an item.
    pub(super) fn after(schema: &TableSchema, item: &Attributes) -> Self {
        // Not collected: that links a sort for one key or two, some 10 KB.
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

    /// The key to start after, if the cursor is one of this table's.
    pub(super) fn start_key(self, schema: &TableSchema) -> Result<Attributes> {
        let fits = self.0.len() == schema.keys().count()
            && schema.keys().all(|(key, longest)| match self.0.get(key.name) {
                Some(KeyValue::S(text)) => key.kind == KeyType::S && (1..=longest).contains(&text.len()),
                Some(KeyValue::N(number)) => key.kind == KeyType::N && is_whole(number),
                None => false,
            });
        if !fits {
            return Err(Error::bad_request(format!("Invalid cursor: {INVALID}")));
        }
        let values = self.0.into_iter().map(|(name, value)| match value {
            KeyValue::S(text) => (name, AttributeValue::S(text)),
            KeyValue::N(number) => (name, AttributeValue::N(number)),
        });
        Ok(values.collect())
    }
}

/// Whether a text is a whole number of no more digits than DynamoDB keeps.
fn is_whole(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    (1..=38).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = serde_json::to_vec(&self.0).map_err(|_| fmt::Error)?;
        if let Some(key) = seal::key() {
            text = seal::seal(key, text).map_err(|_| fmt::Error)?;
        }
        f.write_str(&base64_simd::URL_SAFE_NO_PAD.encode_to_string(text))
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut text = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(text).map_err(|_| INVALID)?;
        if let Some(key) = seal::key() {
            text = seal::open(key, text).ok_or(INVALID)?;
        }
        serde_json::from_slice(&text).map(Self).map_err(|_| INVALID)
    }
}
