//! What a JSON text from outside holds, read off it before a parser makes anything of it.
//!
//! A parser takes many times the memory of its text: `[0],` is four bytes, and 400 in a
//! `serde_json::Value`. And with its features `raw_value` and `arbitrary_precision`, which any crate
//! of an executable can switch on, `serde_json` gives keys that begin with [`RESERVED`] a meaning of
//! their own. So a text is surveyed first, in one pass that keeps nothing.
//!
//! The pass goes by the text's tokens alone. Brackets that do not match are left to the parser, which
//! stops at the first of them.

use std::borrow::Cow;

use crate::fields::{after_space, string_end, text};
use crate::tokens::{number_end, number_size, string_length, word_end};

/// How the keys begin that `serde_json` takes for instructions.
pub const RESERVED: &str = "$serde_json::private::";

/// How many objects and arrays in one another `serde_json` reads.
pub const LEVELS: usize = 127;

/// Bytes of memory that a text may take for each of its own. A value takes two bytes of text or more,
/// so this is reached only by objects and arrays in one another.
pub const EXPANSION_LIMIT: usize = VALUE / 2;

// Bytes that `serde_json::Value` takes, as glibc hands them out. DynamoDB's `AttributeValue` takes
// about as many. A value stands in a vector that doubles as it grows.
/// Of a value of any kind, without what it points to.
pub const VALUE: usize = 144;
/// Of a string, beside its text.
pub const STRING: usize = 32;
/// Of an array that is not empty, beside its values.
pub const ARRAY: usize = 304;
/// Of an object that is not empty, beside its names and values.
pub const OBJECT: usize = 416;

/// What a text holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many objects and arrays stand in one another.
    pub depth: usize,
    /// Bytes as DynamoDB counts an item, the text being one: names and values, three more for each
    /// map or list in it, and one for each of their entries.
    pub item_size: usize,
    /// Bytes that the values take in memory, at most.
    pub memory: usize,
    /// Whether a field has an empty name.
    pub empty_name: bool,
    /// The first key that begins with [`RESERVED`].
    reserved: Option<String>,
}

/// Surveys a text.
///
/// # Errors
///
/// The first key in it that begins with [`RESERVED`].
#[inline]
pub fn survey(json: &[u8]) -> Result<Survey, String> {
    let mut survey = Survey::of(json);
    survey.reserved.take().map_or(Ok(survey), Err)
}

impl Survey {
    /// What a text holds, whatever its keys are.
    #[inline]
    pub fn of(json: &[u8]) -> Self {
        let mut survey = Self::default();
        let (mut at, mut depth) = (0, 0_usize);
        while let Some(&byte) = json.get(at) {
            let start = at;
            match byte {
                b'"' => {
                    at = string_end(json, at).unwrap_or(json.len());
                    let is_key = json.get(after_space(json, at)) == Some(&b':');
                    survey.string(&json[start..at], is_key);
                    if !is_key {
                        survey.value(depth);
                    }
                }
                b'{' | b'[' => {
                    survey.value(depth);
                    survey.item_size += if depth > 0 { 3 } else { 0 };
                    at += 1;
                    if !matches!(json.get(after_space(json, at)), Some(b'}' | b']')) {
                        survey.memory += if byte == b'{' { OBJECT } else { ARRAY };
                    }
                    depth += 1;
                    survey.depth = survey.depth.max(depth);
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    at += 1;
                }
                b'-' | b'0'..=b'9' => {
                    at = number_end(json, at);
                    survey.value(depth);
                    survey.item_size += number_size(&json[start..at]);
                }
                b't' | b'f' | b'n' => {
                    at = word_end(json, at);
                    survey.value(depth);
                    survey.item_size += 1;
                }
                _ => at += 1,
            }
        }
        survey
    }

    /// Counts a value inside of `depth` objects and arrays.
    fn value(&mut self, depth: usize) {
        self.memory += VALUE;
        // An item's own attributes are not entries of a map.
        self.item_size += usize::from(depth > 1);
    }

    /// Counts a string's text, and looks at it where it is a key.
    #[inline]
    fn string(&mut self, quoted: &[u8], is_key: bool) {
        let length = string_length(quoted);
        self.memory += STRING + length;
        self.item_size += length;
        if is_key {
            self.empty_name |= length == 0;
            if self.reserved.is_none() {
                self.reserved = reserved(quoted);
            }
        }
    }
}

/// A key that begins with [`RESERVED`], decoded.
#[inline]
fn reserved(quoted: &[u8]) -> Option<String> {
    // Only a key that is escaped has to be decoded to be compared.
    let plain = quoted[1..].starts_with(RESERVED.as_bytes());
    if !plain && !quoted.contains(&b'\\') {
        return None;
    }
    // A key that cannot be decoded is refused by the parser, before it reads on.
    text(quoted).filter(|key| key.starts_with(RESERVED)).map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surveyed(json: &str) -> Survey {
        survey(json.as_bytes()).unwrap_or_else(|key| panic!("{json}: {key}"))
    }

    #[track_caller]
    fn check_size(json: &str, size: usize) {
        assert_eq!(surveyed(json).item_size, size, "{json}");
    }

    #[test]
    fn a_reserved_key_is_found_wherever_and_however_it_is_written() {
        let raw = r"$serde_json::private::RawValue";
        for json in [
            r#"{"$serde_json::private::RawValue":"z"}"#,
            r#"{"a":[1,{"b":0,"$serde_json::private::RawValue" : "z"}]}"#,
            r#"{"\u0024serde_json::private::RawValue":"z"}"#,
            r#"[[{"$serde_json:\u003aprivate::\u0052awValue"	:1}]]"#,
            r#"{"a":"\\","$serde_json::private::RawValue":1"#,
        ] {
            assert_eq!(survey(json.as_bytes()), Err(raw.to_owned()), "{json}");
        }
        let number = r#"{"price":{"$serde_json::private::Number":"1"}}"#;
        assert_eq!(survey(number.as_bytes()), Err("$serde_json::private::Number".to_owned()));
    }

    #[test]
    fn what_only_looks_like_a_reserved_key_passes() {
        for json in [
            r#"{"a":"$serde_json::private::RawValue"}"#,
            r#"["$serde_json::private::RawValue"]"#,
            r#"{"serde_json::private::RawValue":1,"\\u0024serde_json::private::RawValue":1}"#,
            r#"{"a":"\"$serde_json::private::RawValue\":1"}"#,
        ] {
            surveyed(json);
        }
    }

    #[test]
    fn depth_counts_objects_and_arrays_in_one_another() {
        for (json, depth) in [("1", 0), ("[]", 1), (r#"{"a":[{}],"b":{}}"#, 3), ("[[[[", 4), ("]]][", 1)] {
            assert_eq!(surveyed(json).depth, depth, "{json}");
        }
    }

    /// The developer guide's "item sizes and formats".
    #[test]
    fn an_items_size_is_counted_as_dynamodb_counts() {
        check_size("{}", 0);
        check_size(r#"{"ab":"cde"}"#, 5);
        check_size(r#"{"a":"\u00e9\n\ud83c\udf89"}"#, 1 + 2 + 1 + 4);
        check_size(r#"{"a":true,"b":null}"#, 4);
        check_size(r#"{"a":[],"b":{}}"#, 8);
        check_size(r#"{"a":[1,{"b":"c"}]}"#, 1 + 3 + (1 + 2) + (1 + 3) + (1 + 1 + 1));
        for (number, size) in [("0", 1), ("-0.0", 2), ("7", 2), ("-42", 3), ("1500000", 2), ("1.25e10", 3)] {
            check_size(&format!("[{number}]"), size);
        }
    }

    #[test]
    fn every_cut_of_a_text_is_surveyed() {
        let json = r#"{"a\u00e9":[1,-2.5e3,{"b":"c\"\\"}],"":tru"#;
        for at in 0..json.len() {
            // Cut in a character or not: whatever the text, the survey ends and does not panic.
            assert!(survey(&json.as_bytes()[..at]).is_ok(), "{at}");
        }
        assert!(surveyed(json).empty_name);
    }
}
