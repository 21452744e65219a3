//! Walks over the fields of a JSON object without decoding them.
//!
//! An event is 2 KB of which a route reads a few words. `serde_json` checks every byte that it
//! skips, at ten instructions each; Lambda sends valid JSON, so finding where a value ends is
//! enough, and what is read is decoded, and checked, by `serde_json` then. Of a text that is not an
//! object from its first byte to its last, a walk says so. Of a name that stands twice, the last
//! value counts, as in `serde_json`.

use std::borrow::Cow;

use memchr::memchr2;
use serde::Deserialize;

/// The fields of an object: each name as written between its quotes, each value as written.
pub struct Fields<'a> {
    json: &'a [u8],
    at: usize,
    first: bool,
    whole: bool,
}

impl<'a> Fields<'a> {
    /// `None` when the text does not begin as an object does.
    #[inline]
    pub fn of(json: &'a [u8]) -> Option<Self> {
        let at = after_space(json, 0);
        (json.get(at) == Some(&b'{')).then_some(Self { json, at: at + 1, first: true, whole: false })
    }

    /// Whether the walk came to the object's end, and there is nothing behind it.
    #[inline]
    pub fn whole(&self) -> bool {
        self.whole
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a [u8], &'a [u8]);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let json = self.json;
        let mut at = after_space(json, self.at);
        if json.get(at) == Some(&b'}') {
            self.whole = after_space(json, at + 1) == json.len();
            return None;
        }
        if !self.first {
            if json.get(at) != Some(&b',') {
                return None;
            }
            at = after_space(json, at + 1);
        }
        if json.get(at) != Some(&b'"') {
            return None;
        }
        let end = string_end(json, at)?;
        let name = &json[at + 1..end - 1];
        at = after_space(json, end);
        if json.get(at) != Some(&b':') {
            return None;
        }
        at = after_space(json, at + 1);
        self.at = value_end(json, at)?;
        self.first = false;
        Some((name, &json[at..self.at]))
    }
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A JSON string as written, decoded; borrowed when nothing in it is escaped.
// Inlined, as is what calls it here, so that `serde_json`'s parser is compiled once, in the runtime, and
// not here again: 11 KB.
#[inline]
pub fn text(quoted: &[u8]) -> Option<Cow<'_, str>> {
    serde_json::from_slice::<Text<'_>>(quoted).ok().map(|text| text.0)
}

/// The place of the next byte that is not white space.
#[inline]
pub(crate) fn after_space(json: &[u8], mut at: usize) -> usize {
    while matches!(json.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// The place after a string that starts at `at`.
#[inline]
pub fn string_end(json: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        at += memchr2(b'"', b'\\', json.get(at..)?)?;
        if json[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The place after a value that starts at `at`.
#[inline]
fn value_end(json: &[u8], mut at: usize) -> Option<usize> {
    let start = at;
    let mut depth = 0_usize;
    loop {
        match json.get(at)? {
            b'"' => {
                at = string_end(json, at)?;
                // Inside, most of it is one string after the other.
                while depth > 0 && matches!(json.get(at..at + 2), Some([b':' | b',', b'"'])) {
                    at = string_end(json, at + 1)?;
                }
            }
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' if depth > 0 => {
                depth -= 1;
                at += 1;
            }
            // The end of a number or word that nothing but the object around it ends.
            b'}' | b']' | b',' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => {
                return (at > start).then_some(at);
            }
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    use super::*;

    /// The object, or `None` where the walk, or a name or value that it found, is not JSON.
    fn walked(json: &[u8]) -> Option<Map<String, Value>> {
        let mut fields = Fields::of(json)?;
        let found: Vec<_> = fields.by_ref().collect();
        let read = |(name, value): (&[u8], &[u8])| {
            let name = text(&[b"\"", name, b"\""].concat())?.into_owned();
            Some((name, serde_json::from_slice(value).ok()?))
        };
        let object = found.into_iter().map(read).collect::<Option<_>>();
        object.filter(|_| fields.whole())
    }

    #[track_caller]
    fn check(json: &[u8]) {
        let expected = serde_json::from_slice::<Map<String, Value>>(json).ok();
        assert_eq!(walked(json), expected, "{}", String::from_utf8_lossy(json));
    }

    fn string() -> impl Strategy<Value = String> {
        let plain =
            prop_oneof![Just(String::new()), "[a-c]{1,3}", "[\"\\\\{}\\[\\]:, \u{e9}\u{1f389}\u{0}\n]{1,4}"];
        let escaped = Just(r#""\u0061\ud83c\udf89""#.to_owned());
        prop_oneof![9 => plain.prop_map(|text| Value::from(text).to_string()), 1 => escaped]
    }

    /// Text of a JSON value, or almost one, with white space where there may be some.
    fn value() -> impl Strategy<Value = String> {
        let word =
            prop::sample::select(vec!["0", "-1.5e3", "true", "false", "null", "nul", "-", "01", "1 2"]);
        let leaf = prop_oneof![4 => string(), 4 => word.prop_map(str::to_owned)];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..4).prop_map(|values| format!("[{}]", values.join(" ,"))),
                object(inner)
            ]
        })
    }

    fn object(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
        let colon = prop::sample::select(vec![":", " : ", ":\n"]);
        let field = (string(), colon, value).prop_map(|(name, colon, value)| name + colon + &value);
        vec(field, 0..4).prop_map(|fields| format!("{{ {} }}", fields.join(",\t")))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_object_is_walked_as_serde_json_reads_it(json in object(value())) {
            check(json.as_bytes());
        }

        #[test]
        fn every_cut_and_every_changed_byte_is_walked_as_serde_json_reads_it(
            json in object(value()),
            place in any::<prop::sample::Index>(),
            byte in prop_oneof![prop::sample::select(b"\"\\\\{}[]:, 0".to_vec()), any::<u8>()],
        ) {
            let at = place.index(json.len());
            check(&json.as_bytes()[..at]);
            let mut changed = json.into_bytes();
            changed[at] = byte;
            check(&changed);
            changed.insert(at, b',');
            check(&changed);
        }
    }

    #[test]
    fn what_is_not_an_object_to_its_end_is_said() {
        for json in
            ["", "[]", "1", "{", "{]", r#"{"a""#, r#"{"a":"#, r#"{"a":}"#, "{:1}", "{}{}", r#"{"a":1,}"#]
        {
            check(json.as_bytes());
        }
        for json in [r#"{"a":1 "b":2}"#, r#"{,"a":1}"#, r#"{"a":1}x"#, r#"{"a":1"b"}"#, r#"{"a":[}"#, " {} "]
        {
            check(json.as_bytes());
        }
    }

    #[test]
    fn of_a_name_that_stands_twice_the_last_value_counts() {
        assert_eq!(walked(br#"{"a":1,"\u0061":2}"#), serde_json::from_str(r#"{"a":2}"#).ok());
    }
}
