//! What may be put in the place of what a parser did not take, by its words for what it expected.

use serde_json::{Map, Value};

use super::words::split_last;

/// What may be put there.
#[derive(PartialEq, Eq)]
pub(super) enum Candidate {
    Null,
    One,
    False,
    Text(String),
    Elements(usize),
    Object,
    /// Nothing at all: the field is taken away.
    Nothing,
}

impl Candidate {
    /// The value, or `None` for nothing at all.
    pub(super) fn value(&self) -> Option<Value> {
        Some(match self {
            Self::Null => Value::Null,
            Self::One => Value::from(1),
            Self::False => Value::Bool(false),
            Self::Text(text) => Value::String(text.clone()),
            Self::Elements(length) => {
                let mut elements = Vec::new();
                elements.resize_with(*length, || Value::Null);
                Value::Array(elements)
            }
            Self::Object => Value::Object(Map::new()),
            Self::Nothing => return None,
        })
    }
}

/// Values that types with a form of their own take, where their words for it do not say which.
const FORMS: [&str; 9] = [
    "00000000-0000-0000-0000-000000000000",
    "1970-01-01T00:00:00Z",
    "1970-01-01",
    "1970-01-01T00:00:00",
    "00:00:00",
    "1",
    "127.0.0.1",
    "https://example.com",
    "name@example.com",
];

/// What might be read in the place of what was not, and then nothing at all.
#[cold]
pub(super) fn candidates(message: &str) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    if message.starts_with("missing field") {
        candidates.push(Candidate::Null);
    } else if !message.starts_with("unknown field") && !message.starts_with("duplicate field") {
        let expected = split_last(message, "expected ").map_or(message, |(_, expected)| expected);
        let quoted = |quote| expected.split(quote).nth(1);
        let quoted = quoted('`').or_else(|| quoted('"'));
        candidates.extend(quoted.map(text));
        candidates.extend(by_kind(expected));
        candidates.extend(FORMS.iter().map(|form| text(form)));
    }
    candidates.push(Candidate::Nothing);
    candidates
}

#[inline(never)]
fn text(text: &str) -> Candidate {
    Candidate::Text(text.to_owned())
}

/// The simplest value of a kind, in serde's words for it.
fn by_kind(expected: &str) -> Option<Candidate> {
    let is = |words: &[&str]| one_of(words, expected);
    let number = expected
        .strip_prefix(['u', 'i', 'f'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    Some(if number || is(&["size", "integer", "nonzero", "number"]) && !is(&["array", "tuple"]) {
        Candidate::One
    } else if is(&["bool"]) {
        Candidate::False
    } else if is(&["string", "char", "str"]) && !is(&["struct"]) {
        text("a")
    } else if is(&["sequence", "array", "tuple", "elements"]) {
        let length: usize = expected.rsplit(' ').find_map(|word| word.parse().ok()).unwrap_or(0);
        Candidate::Elements(length.min(32))
    } else if is(&["map", "struct", "object", "tagged enum"]) {
        Candidate::Object
    } else {
        return None;
    })
}

/// Whether one of the words stands in a text. Once, and not at each of its callers: it is large.
#[inline(never)]
fn one_of(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| text.contains(word))
}
