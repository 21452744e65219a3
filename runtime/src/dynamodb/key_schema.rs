//! One attribute of a key as an item declares it: its name and its type.
//!
//! The type is kept as the function that finds out what it is, because only the manifest and cursors ask for
//! that. Only the manifest needs to know more, and what it needs is not part of a production binary.

use fingerpost_manifest::KeyType;
use serde::de::DeserializeOwned;

use super::key_kind;

/// The bytes that a partition key may have, if it is a text or bytes.
pub(crate) const PARTITION_KEY_LIMIT: usize = 2048;
/// The bytes that a sort key may have likewise.
pub(crate) const SORT_KEY_LIMIT: usize = 1024;

/// One attribute of a key.
#[derive(Debug, Clone, Copy)]
pub struct KeySchema {
    pub(crate) name: &'static str,
    kind: fn() -> Option<KeyType>,
    #[cfg(feature = "local")]
    type_name: fn() -> &'static str,
}

impl KeySchema {
    /// An attribute of this name and type.
    #[doc(hidden)]
    pub const fn of<K: DeserializeOwned>(name: &'static str) -> Self {
        Self {
            name,
            kind: key_kind::of::<K>,
            #[cfg(feature = "local")]
            type_name: std::any::type_name::<K>,
        }
    }

    /// What DynamoDB keeps a value of its type as, or `None` where that cannot be a key.
    pub(crate) fn kind(&self) -> Option<KeyType> {
        (self.kind)()
    }

    /// The type as Rust names it.
    #[cfg(feature = "local")]
    pub(crate) fn type_name(&self) -> &'static str {
        (self.type_name)()
    }
}
