//! The record of a request that was made: its key, what it asked for, and the answer.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::dynamodb::{GetItem, Item, KeySchema, PutItem, Table, TableSchema};
use crate::response::Response;

/// The table of the records, and what a route does with it.
pub(super) type Records = Table<Record, (GetItem, PutItem)>;

/// The attribute that is the key of the table.
pub(super) const KEY: &str = "key";
/// The attribute that says when a record expires.
pub(super) const EXPIRES: &str = "expires";

/// A record.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Of which route, caller and key it is.
    pub(super) key: String,
    /// What the request was: its path, query and body.
    pub(super) request: Bytes,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    /// The second since 1970 after which it counts as absent.
    pub(super) expires: u64,
}

/// It is written out, for the derive names the file in which it stands, and that is another one on each machine.
#[diagnostic::do_not_recommend]
impl Item for Record {
    type Key = (String,);
    type Version = ();
    type Unique = ();
    type Fields = ();
    const FIELDS: () = ();

    fn table() -> &'static TableSchema {
        static TABLE: TableSchema =
            TableSchema::of::<Record>("Idempotency", "fingerpost::Idempotent", KeySchema::of::<String>(KEY))
                .expires(KeySchema::of::<u64>(EXPIRES));
        &TABLE
    }
}

impl Record {
    /// About how many bytes DynamoDB counts for it, and no fewer.
    pub(super) fn size(&self) -> usize {
        /// What the names of the attributes, the numbers, the fingerprint and the key take, and a header beside its
        /// texts.
        const OWN: usize = 256;
        const HEADER: usize = 8;
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len() + HEADER);
        OWN + headers.sum::<usize>() + self.body.0.len()
    }

    /// The answer, as it was.
    pub(super) fn response(self) -> Response {
        let headers = self.headers.into_iter();
        headers
            .fold(Response::new(self.status), |response, (name, value)| response.header(name, value))
            .body(self.body.0)
    }
}

/// Bytes, which are stored as such.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bytes(pub(super) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_byte_buf(AnyBytes).map(Self)
    }
}

struct AnyBytes;

impl Visitor<'_> for AnyBytes {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }

    fn visit_byte_buf<E: serde::de::Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
        Ok(bytes)
    }
}
