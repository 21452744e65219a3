//! Where a page ended, as a client carries it: the last item's key, in URL-safe base64.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::attributes::Attributes;
use super::item::TableSchema;
use super::item_key::ItemKey;
use super::seal::Seal;
use crate::error::{Error, Result};

/// The place after an item, from which the next page starts.
///
/// As a query parameter it is a 400 when it is not a cursor, or one of another table.
///
/// A client can read it: it is the item's key. Where `FINGERPOST_CURSOR_KEY` is set for the function,
/// to 32 characters or more that nobody knows, cursors are encrypted, and one that this API did not
/// make is a 400. A list whose projection leaves out a part of the key needs it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(String);

const INVALID: &str = "not a cursor that this API gave";

impl Cursor {
    /// The cursor after the item with this key.
    pub(super) fn after(key: &ItemKey, seal: Option<&Seal>) -> Result<Self> {
        let text = serde_json::to_vec(key);
        let mut text =
            text.map_err(|error| Error::internal("a cursor cannot be written").caused_by(error))?;
        if let Some(seal) = seal {
            text = seal.close(text).map_err(|_| Error::internal("a cursor cannot be encrypted"))?;
        }
        Ok(Self(base64_simd::URL_SAFE_NO_PAD.encode_to_string(text)))
    }

    /// The key to start after.
    ///
    /// # Errors
    ///
    /// 400 when this API did not give the cursor, or gave it for another table.
    pub(super) fn start_key(&self, schema: &TableSchema, seal: Option<&Seal>) -> Result<Attributes> {
        let key = self.key(seal).and_then(|key| key.attributes(schema));
        key.ok_or_else(|| Error::bad_request(format!("Invalid cursor: {INVALID}")))
    }

    fn key(&self, seal: Option<&Seal>) -> Option<ItemKey> {
        let mut text = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(&self.0).ok()?;
        if let Some(seal) = seal {
            text = seal.open(text)?;
        }
        serde_json::from_slice(&text).ok()
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What it names is found out by the list that starts there.
impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_base64 = !text.is_empty() && base64_simd::URL_SAFE_NO_PAD.check(text.as_bytes()).is_ok();
        if is_base64 { Ok(Self(text.to_owned())) } else { Err(INVALID) }
    }
}

impl JsonSchema for Cursor {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Cursor".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}
