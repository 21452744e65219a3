//! Walks over the fields of a JSON object without decoding them.
//!
//! An event is 2 KB of which a route reads a few words. `serde_json` checks every byte that it
//! skips, at ten instructions each; Lambda sends valid JSON, so finding where a value ends is
//! enough, and what is read is decoded, and checked, by `serde_json` then. On text that is no
//! JSON a walk ends early; it never panics and never runs past the end.

use memchr::memchr2;

/// The fields of an object: each name as written between its quotes, each value as written.
pub(crate) struct Fields<'a> {
    json: &'a [u8],
    at: usize,
}

impl<'a> Fields<'a> {
    /// `None` when the text is no object.
    pub(crate) fn of(json: &'a [u8]) -> Option<Self> {
        let at = after_space(json, 0);
        (json.get(at) == Some(&b'{')).then_some(Self { json, at: at + 1 })
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let json = self.json;
        let mut at = after_space(json, self.at);
        if json.get(at) == Some(&b',') {
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
        Some((name, &json[at..self.at]))
    }
}

fn after_space(json: &[u8], mut at: usize) -> usize {
    while matches!(json.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// The place after a string that starts at `at`.
fn string_end(json: &[u8], at: usize) -> Option<usize> {
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
    use serde_json::{Map, Value, json};

    use super::*;

    fn walked(json: &str) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let fields = Fields::of(json.as_bytes()).into_iter().flatten();
        fields.map(|(name, value)| (text(name), text(value))).collect()
    }

    #[test]
    fn every_field_is_found_as_serde_json_finds_it() {
        let object = json!({
            "a": "text with \"quotes\", {braces} and \\", "b": [1, [2, {"c": "]"}]], "d": null, "e": -1.5e3,
            "f": { "g": { "h": "}" } }, "i": "", "j": true, "k \"l\"": {}, "m": [], "ü": "\u{1f389}",
        });
        for text in [object.to_string(), serde_json::to_string_pretty(&object).expect("JSON")] {
            let parsed: Map<String, Value> = walked(&text)
                .into_iter()
                .map(|(name, value)| {
                    let name = serde_json::from_str(&format!("\"{name}\"")).expect("a name");
                    (name, serde_json::from_str(&value).expect("a value"))
                })
                .collect();
            assert_eq!(Value::Object(parsed), object, "{text}");
        }
    }

    #[test]
    fn what_is_no_object_has_no_fields() {
        for text in
            ["", " ", "[]", "1", "\"a\"", "null", "{", "{}", "{]", "{\"a\"", "{\"a\":", "{\"a\":}", "{:1}"]
        {
            assert_eq!(walked(text), [], "{text}");
        }
    }

    #[test]
    fn every_cut_and_every_changed_byte_of_an_event_ends() {
        let event = br#"{"a":{"b":"c\"d\\","e":[1,2,{"f":null}]},"g":"h","i":true}"#;
        for at in 0..event.len() {
            Fields::of(&event[..at]).into_iter().flatten().for_each(drop);
            for byte in 0..=255 {
                let mut changed = event.to_vec();
                changed[at] = byte;
                Fields::of(&changed).into_iter().flatten().for_each(drop);
            }
        }
    }
}
