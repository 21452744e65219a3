//! Where a page ended, as a client carries it to the next request: the route's name and the last item's key as JSON,
//! in URL-safe base64, encrypted where the function has a secret for it (`seal.rs`).
//!
//! A query parameter is read before any table is looked at, so reading one only checks that it is base64.
//! The listing that starts there finds out which key it is and whether that is a key of its table.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::attributes::Attributes;
use super::item_key::ItemKey;
use super::key_schema::KeySchema;
use super::seal::Seal;
use crate::error::{Error, Result};

/// The place after an item of a list, from which the next page starts.
///
/// A route takes it as the query parameter `cursor` and hands it to
/// [`QueryCall::cursor`](crate::QueryCall::cursor) or [`ScanCall::cursor`](crate::ScanCall::cursor). A text
/// that is not a cursor is a 400, and so is the cursor of another route, another table or another partition.
///
/// # Who can read it
///
/// A cursor is the name of the route and the key of a page's last item in base64, so a client can read it and make one. One that it
/// makes starts elsewhere in the same list, and leads to nothing that the list would not show anyway.
///
/// Where the environment variable `FINGERPOST_CURSOR_KEY` is set for the function, to 32 bytes or more that
/// nobody else knows, cursors are encrypted (ChaCha20-Poly1305), and one that this API did not make is a 400.
/// The variable has to be the same for all functions of the API. A list whose projection leaves out a part of
/// the key is refused without it, because the cursor would show that part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(String);

/// What is wrong with a text that is not one of our cursors.
const INVALID: &str = "not a cursor that this API gave";

impl Cursor {
    /// The cursor after the item with this key, in a list of this route.
    pub(super) fn after(route: &str, key: &ItemKey, seal: Option<&Seal>) -> Result<Self> {
        let text = serde_json::to_vec(&(route, key));
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
    /// 400 when this API did not give the cursor, or gave it for another route or table.
    pub(super) fn start_key(
        &self,
        route: &str,
        keys: impl Iterator<Item = (KeySchema, usize)>,
        seal: Option<&Seal>,
    ) -> Result<Attributes> {
        let key = self.key(route, seal).and_then(|key| key.attributes(keys));
        key.ok_or_else(|| Error::bad_request(format!("Invalid cursor: {INVALID}")))
    }

    /// The key that the cursor of this route holds, of whichever table.
    fn key(&self, route: &str, seal: Option<&Seal>) -> Option<ItemKey> {
        let mut text = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(&self.0).ok()?;
        if let Some(seal) = seal {
            text = seal.open(text)?;
        }
        let (of, key) = serde_json::from_slice::<(String, ItemKey)>(&text).ok()?;
        (of == route).then_some(key)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks that the text is base64. Which key it holds is found out by the list that starts there.
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
