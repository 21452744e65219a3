//! What parsers say of a value, in words for a client: what it must be, and what it is.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use crate::error::{shortened, start};

/// A parser's message as the message of a detail. One of a type of a user's own stays as it is.
#[cold]
pub(crate) fn in_words(message: &str) -> String {
    let words =
        must_be(message).or_else(|| unknown(message)).or_else(|| Some(beside(message, &OF_TEXT)?.to_owned()));
    words.unwrap_or_else(|| start(message, LONGEST).to_owned())
}

/// The characters of a message that a type of a user's own gives: it may quote what was sent.
const LONGEST: usize = 300;

/// serde's message about a name that it does not know, with the names that it does.
fn unknown(message: &str) -> Option<String> {
    let (what, rest) = message.strip_prefix("unknown ")?.split_once(" `")?;
    let (got, expected) = split_last(rest, "`, expected ").or_else(|| split_last(rest, "`, "))?;
    let got = shortened(got);
    if expected.starts_with("there are no ") {
        return Some(format!("unknown {what} `{got}`"));
    }
    match what {
        "variant" => Some(format!("must be {expected}, got `{got}`")),
        _ => Some(format!("unknown {what} `{got}`, expected {expected}")),
    }
}

/// serde's message, where it says what it got and what it expected.
fn must_be(message: &str) -> Option<String> {
    let kinds = ["invalid type: ", "invalid value: ", "invalid length "];
    let said = kinds.iter().any(|kind| message.starts_with(kind)).then(|| &message["invalid ".len()..])?;
    let (got, expected) = split_last(said, ", expected ")?;
    if let Some(length) = got.strip_prefix("length ") {
        return Some(format!("must be {}, got {length} elements", in_json(expected)));
    }
    let got = got.split_once(": ").map_or(got, |(_, got)| got);
    Some(format!("must be {}, got {}", in_json(&shortened(expected)), shortened(&in_json(got))))
}

/// The standard library's messages about a text that is not a number or `bool`.
const OF_TEXT: [(&str, &str); 10] = [
    ("invalid digit found in string", "must be a whole number"),
    ("cannot parse integer from empty string", "must be a whole number, got an empty text"),
    ("number too large to fit in target type", "must be a smaller number"),
    ("number too small to fit in target type", "must be a larger number"),
    ("number would be zero for non-zero type", "must be a number other than 0"),
    ("invalid float literal", "must be a number"),
    ("cannot parse float from empty string", "must be a number, got an empty text"),
    ("provided string was not `true` or `false`", "must be `true` or `false`"),
    ("too many characters in string", "must be one character"),
    ("cannot parse char from empty string", "must be one character"),
];

/// What stands beside a text in a table.
#[inline(never)]
fn beside(text: &str, table: &[(&'static str, &'static str)]) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == text).map(|(_, words)| *words)
}

/// What an error says, without the middle of a message that quotes megabytes of what was sent.
pub(super) fn said(error: &impl fmt::Display) -> String {
    let mut ends = Ends::default();
    // It never fails by itself, and what fails says no more.
    let _ = write!(ends, "{error}");
    ends.first + &ends.last
}

/// The first and the last characters of a text.
#[derive(Default)]
struct Ends {
    first: String,
    last: String,
}

/// The bytes of each end, about.
const END: usize = 1 << 10;

impl fmt::Write for Ends {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let (first, rest) = text.split_at(text.floor_char_boundary(END.saturating_sub(self.first.len())));
        self.first.push_str(first);
        let end = rest.floor_char_boundary(rest.len().saturating_sub(END));
        self.last.push_str(&rest[end..]);
        if self.last.len() > 2 * END {
            self.last.drain(..self.last.floor_char_boundary(self.last.len() - END));
        }
        Ok(())
    }
}

/// serde's words for types, in JSON's.
fn in_json(words: &str) -> Cow<'_, str> {
    if words.starts_with("struct ") || words.contains(" tagged enum ") {
        return Cow::Borrowed("an object");
    }
    if let Some(range) = beside(words, &RANGES) {
        return Cow::Owned(format!("a whole number from {range}"));
    }
    Cow::Borrowed(beside(words, &IN_JSON).unwrap_or(words))
}

/// The integers that are smaller than every number of JSON is.
const RANGES: [(&str, &str); 9] = [
    ("u8", "0 to 255"),
    ("u16", "0 to 65535"),
    ("u32", "0 to 4294967295"),
    ("i8", "-128 to 127"),
    ("i16", "-32768 to 32767"),
    ("i32", "-2147483648 to 2147483647"),
    ("u64", "0"),
    ("u128", "0"),
    ("usize", "0"),
];

const IN_JSON: [(&str, &str); 10] = [
    ("map", "an object"),
    ("a map", "an object"),
    ("sequence", "an array"),
    ("a sequence", "an array"),
    ("i64", "a whole number"),
    ("i128", "a whole number"),
    ("isize", "a whole number"),
    ("f32", "a number"),
    ("f64", "a number"),
    ("variant identifier", "a string"),
];

/// A text before and after the last place where a separator stands in it.
///
/// `rsplit_once` would link a second search, which goes backwards.
pub(super) fn split_last<'t>(text: &'t str, separator: &str) -> Option<(&'t str, &'t str)> {
    let (at, _) = text.match_indices(separator).last()?;
    Some((&text[..at], &text[at + separator.len()..]))
}
