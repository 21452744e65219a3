//! A text that nothing shows.

use std::fmt;

use serde::{Serialize, Serializer};

/// What stands in the place of a secret.
const HIDDEN: &str = "[secret]";

/// A secret: a text that no log, no error and no answer shows. What is written or serialized in its place is
/// `[secret]`; [`expose`](Self::expose) gives the text.
///
/// A field of [`Settings`](macro@crate::Settings) under `#[secret]` is one.
///
/// ```
/// use fingerpost::Secret;
///
/// let key = Secret::from("sk_live_1".to_owned());
/// assert_eq!(format!("{key} {key:?}"), "[secret] [secret]");
/// assert_eq!(key.expose(), "sk_live_1");
/// ```
#[derive(Clone)]
pub struct Secret(Box<str>);

impl Secret {
    /// Returns the text. Where this is called, it can leak.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}
