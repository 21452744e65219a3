//! Names and values as forms and query strings write them, `a=1&b=2`, read into a type.

use memchr::memchr_iter;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_html_form::Deserializer;
use serde_json::{Map, Value};

use super::mistakes::{Unread, steps};
use super::repair::{self, Sent, Step, Wrong};
use super::words::{in_words, said};
use crate::error::{Error, shortened};
use crate::request::query_text;

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
/// element of it. What is wrong is told by `refusal`, all of it.
pub(super) fn read<T: FromForm>(text: &[u8], refusal: fn(Mistake) -> Error) -> Result<T, Unread<T>> {
    if memchr_iter(b'&', text).count() >= MOST_PAIRS {
        return Err(refusal(Mistake::TooMany).into());
    }
    // The reader below would put a replacement character where the bytes are not UTF-8.
    if percent_decode(text).decode_utf8().is_err() {
        return Err(refusal(Mistake::NotUtf8).into());
    }
    parsed(text, refusal).map_err(|first| unread(text, first, refusal))
}

fn parsed<T: FromForm>(text: &[u8], refusal: fn(Mistake) -> Error) -> Result<T, Wrong> {
    serde_path_to_error::deserialize(Deserializer::from_bytes(text)).map_err(|error| {
        let mut at = steps(error.path());
        let name = error.path().to_string();
        let message = said(&error.into_inner());
        let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
        let mistake = match (name.as_str(), missing) {
            (".", Some(missing)) => {
                at = Some(vec![Step::Field(missing.to_owned())]);
                Mistake::Missing(missing.to_owned())
            }
            (".", None) => Mistake::Whole(in_words(&message)),
            _ if message == SEVERAL => {
                Mistake::Invalid(shortened(&name), "given several times, one expected".to_owned())
            }
            _ => Mistake::Invalid(shortened(&name), in_words(&message)),
        };
        Wrong { at, error: refusal(mistake), message }
    })
}

/// Everything that is wrong with a text, of which the reader says the first.
#[cold]
fn unread<T: FromForm>(text: &[u8], first: Wrong, refusal: fn(Mistake) -> Error) -> Unread<T> {
    if text.len() > MOST_TO_LOOK_THROUGH {
        return first.error.into();
    }
    let mut value = None;
    let mut read = |sent: &Pairs| parsed(sent.text().as_bytes(), refusal).map(|read| value = Some(read));
    let (error, places) = repair::all(Pairs::of(text), text.len() * 3, first.error, &mut read);
    Unread { error, repaired: value.zip(places) }
}

/// The bytes of a text that is looked through for more mistakes than the first: each time it is encoded anew, which
/// makes three bytes of one.
const MOST_TO_LOOK_THROUGH: usize = 1 << 20;

/// Names and values, one after the other.
struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn of(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let decoded = |text: &str| query_text(text).unwrap_or_default();
        Self(pairs.map(|(name, value)| (decoded(name), decoded(value))).collect())
    }

    fn text(&self) -> String {
        let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let pairs = self.0.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

impl Sent for Pairs {
    fn set(&mut self, at: &[Step], value: Value) -> bool {
        let text = match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        match at {
            [Step::Field(name)] => {
                self.0.retain(|(known, _)| known != name);
                self.0.push((name.clone(), text));
                true
            }
            [Step::Field(name), Step::Element(index)] => {
                let nth = self.0.iter_mut().filter(|(known, _)| known == name).nth(*index);
                nth.map(|pair| pair.1 = text).is_some()
            }
            _ => false,
        }
    }

    fn remove(&mut self, at: &[Step]) -> bool {
        let before = self.0.len();
        if let [Step::Field(name)] = at {
            self.0.retain(|(known, _)| known != name);
        }
        self.0.len() < before
    }
}

/// What was sent as an object, where a name that stands several times is an array.
pub(super) fn sent(text: &[u8]) -> Value {
    let mut fields = Map::new();
    for (name, value) in Pairs::of(text).0 {
        match fields.get_mut(&name) {
            Some(Value::Array(values)) => values.push(value.into()),
            Some(first) => *first = Value::Array(vec![first.take(), value.into()]),
            None => {
                fields.insert(name, value.into());
            }
        }
    }
    Value::Object(fields)
}
