//! Names and values as forms and query strings write them, `a=1&b=2`, read into a type.

use memchr::memchr_iter;
use percent_encoding::percent_decode;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_html_form::Deserializer;

use crate::error::shortened;

/// What a form or a query string can be read into: anything that derives `Deserialize`, and `JsonSchema` so
/// that the API can describe it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a form or a query string",
    label = "holds a type that no form or query string can be read into",
    note = "write `#[derive(Deserialize, JsonSchema)]` above `{Self}`, and above the types of its fields"
)]
pub trait FromForm: DeserializeOwned + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> FromForm for T {}

/// The pairs that a text may have.
///
/// Each is an entry of a map before it is a part of the type: nearly 300 bytes of memory for a pair whose
/// text may have two.
pub(super) const MOST_PAIRS: usize = 10_000;

/// What a reader says of a value that stands several times where one is expected.
const SEVERAL: &str = "unsupported value";

/// Why a text could not be read.
pub(super) enum Mistake {
    /// It has more than [`MOST_PAIRS`].
    TooMany,
    /// It is not UTF-8 once its percent-encoding is undone.
    NotUtf8,
    /// The type has a field of this name, and the text has none.
    Missing(String),
    /// The value of this name is not what it should be, for this reason.
    Invalid(String, String),
    /// No name is to blame, for this reason.
    Whole(String),
}

/// Reads a text into a type, each name a field and each value of a name that stands several times an
/// element of it.
pub(super) fn read<T: FromForm>(text: &[u8]) -> Result<T, Mistake> {
    if memchr_iter(b'&', text).count() >= MOST_PAIRS {
        return Err(Mistake::TooMany);
    }
    // The reader below would put a replacement character where the bytes are not UTF-8.
    if percent_decode(text).decode_utf8().is_err() {
        return Err(Mistake::NotUtf8);
    }
    serde_path_to_error::deserialize(Deserializer::from_bytes(text)).map_err(|error| {
        let name = error.path().to_string();
        let reason = error.into_inner().to_string();
        let missing = reason.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        match (name.as_str(), missing) {
            (".", Some(missing)) => Mistake::Missing(missing.to_owned()),
            (".", None) => Mistake::Whole(shortened(&reason)),
            _ if reason == SEVERAL => {
                Mistake::Invalid(shortened(&name), "given several times, one expected".to_owned())
            }
            _ => Mistake::Invalid(shortened(&name), shortened(&reason)),
        }
    })
}
