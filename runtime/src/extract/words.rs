//! What parsers say of a value, in words for a client: what it must be, and what it is.

use std::fmt::{self, Write as _};

use crate::error::shortened;

/// A parser's message as the message of a detail. One of a type of a user's own stays as it is.
pub(crate) fn in_words(message: &str) -> String {
    let words = must_be(message).or_else(|| unknown(message)).or_else(|| of_text(message));
    words.unwrap_or_else(|| message.chars().take(LONGEST).collect())
}

/// The characters of a message that a type of a user's own gives: it may quote what was sent.
const LONGEST: usize = 300;

/// serde's message about a name that it does not know, with the names that it does.
fn unknown(message: &str) -> Option<String> {
    let (what, rest) = message.strip_prefix("unknown ")?.split_once(" `")?;
    let (got, expected) = rest.rsplit_once("`, expected ").or_else(|| rest.rsplit_once("`, "))?;
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
    let (got, expected) = said.rsplit_once(", expected ")?;
    if let Some(length) = got.strip_prefix("length ") {
        return Some(format!("must be {}, got {length} elements", in_json(expected)));
    }
    let got = got.split_once(": ").map_or(got, |(_, got)| got);
    Some(format!("must be {}, got {}", in_json(&shortened(expected)), shortened(&in_json(got))))
}

/// The standard library's messages about a text that is not a number or `bool`.
fn of_text(message: &str) -> Option<String> {
    let words = match message {
        "invalid digit found in string" => "must be a whole number",
        "cannot parse integer from empty string" => "must be a whole number, got an empty text",
        "number too large to fit in target type" => "must be a smaller number",
        "number too small to fit in target type" => "must be a larger number",
        "number would be zero for non-zero type" => "must be a number other than 0",
        "invalid float literal" => "must be a number",
        "cannot parse float from empty string" => "must be a number, got an empty text",
        "provided string was not `true` or `false`" => "must be `true` or `false`",
        "too many characters in string" | "cannot parse char from empty string" => "must be one character",
        _ => return None,
    };
    Some(words.to_owned())
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
fn in_json(words: &str) -> String {
    let whole = |least: &dyn std::fmt::Display, most: &dyn std::fmt::Display| {
        format!("a whole number from {least} to {most}")
    };
    match words {
        "map" | "a map" => "an object".to_owned(),
        "sequence" | "a sequence" => "an array".to_owned(),
        "u8" => whole(&u8::MIN, &u8::MAX),
        "u16" => whole(&u16::MIN, &u16::MAX),
        "u32" => whole(&u32::MIN, &u32::MAX),
        "i8" => whole(&i8::MIN, &i8::MAX),
        "i16" => whole(&i16::MIN, &i16::MAX),
        "i32" => whole(&i32::MIN, &i32::MAX),
        "u64" | "u128" | "usize" => "a whole number from 0".to_owned(),
        "i64" | "i128" | "isize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "variant identifier" => "a string".to_owned(),
        _ if words.starts_with("struct ") || words.contains(" tagged enum ") => "an object".to_owned(),
        _ => words.to_owned(),
    }
}
