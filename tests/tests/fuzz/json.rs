//! JSON texts that lie where parsers differ: names they reserve, depth, repetition, sizes at the
//! limits, numbers at the edges, and what is not JSON at all.

use proptest::collection::vec;
use proptest::num::usize::BinarySearch;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::{NewTree, ValueTree};
use proptest::test_runner::TestRunner;

/// The names to which `serde_json` gives a meaning of its own, when a feature of it is on.
const RESERVED: [&str; 2] = ["$serde_json::private::RawValue", "$serde_json::private::Number"];

/// Names, as they stand between quotes.
const NAMES: [&str; 10] =
    ["a", "b", "c", "name", "id", "\\u0061\\u0062", "a.b", "\\u0000", "\u{1f600}", "$serde_json::private"];

/// Names that are refused: the reserved ones, plain and escaped, and the empty one.
const REFUSED_NAMES: [&str; 5] = [
    "$serde_json::private::RawValue",
    "$serde_json::private::Number",
    "\\u0024serde_json::private::RawValue",
    "$serde_json\\u003a:private::\\u004eumber",
    "",
];

/// Values that have no parts, as written.
const SCALARS: [&str; 26] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0",
    "1",
    "1.50",
    "1E+2",
    "0.1",
    "1e22",
    "9007199254740993",
    "18446744073709551615",
    "100000000000000000000000000000000000000",
    "1e125",
    "9.9e125",
    "1e-130",
    "0.30000000000000004",
    "-123456.789e-20",
    "\"\"",
    "\"x\"",
    "\"\\u0000\"",
    "\"\\ud83d\\ude00\"",
    "\"é\\/\\t\"",
    "\"\u{2028}\"",
    "\"$serde_json::private::Number\"",
];

/// Values that are refused: numbers that would change, and what is not JSON.
const REFUSED_SCALARS: [&str; 21] = [
    "18446744073709551617",
    "9007199254740993.0",
    "99999999999999999999999999999999999999",
    "123456789012345678901234567890123456789",
    "12.000000000000000001",
    "1e126",
    "1e-131",
    "1e308",
    "1e400",
    "-1e400",
    "1e-400",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\x\"",
    "\"\t\"",
    "01",
    "1.",
    "+1",
    "NaN",
    "'x'",
    "tru",
];

/// What is said again and again, between commas.
const UNITS: [&str; 8] = [
    "[0]",
    "{\"a\":0}",
    "{}",
    "[]",
    "0",
    "\"\"",
    "{\"a\":{\"a\":[]}}",
    "{\"$serde_json::private::RawValue\":\"z\"}",
];

/// What levels begin and end with.
const LEVELS: [(&str, &str); 4] =
    [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]"), ("{\"$serde_json::private::RawValue\":", "}")];

/// What strings are made of.
const LETTERS: [&str; 6] = ["x", "\\u0041", "\\\"", "\\n", "é", " "];

/// A piece of a JSON text, kept in pieces so that it shrinks to what matters.
#[derive(Debug, Clone)]
pub(super) enum Json {
    Scalar(&'static str),
    Array(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
    /// So many bytes of the same again and again.
    Repeated(&'static str, usize),
    /// A string of so many bytes.
    Long(&'static str, usize),
    /// So many levels around something.
    Deep((&'static str, &'static str), usize, Box<Self>),
}

impl Json {
    /// Writes the text.
    pub(super) fn write(&self, text: &mut String) {
        match self {
            Self::Scalar(scalar) => text.push_str(scalar),
            Self::Array(values) => surrounded(text, "[]", values, Self::write),
            Self::Object(fields) => surrounded(text, "{}", fields, |(name, value), text| {
                text.extend(["\"", *name, "\":"]);
                value.write(text);
            }),
            Self::Repeated(unit, bytes) => {
                let units = vec![*unit; bytes / (unit.len() + 1)];
                text.extend(["[", &units.join(","), "]"]);
            }
            Self::Long(letter, bytes) => text.extend(["\"", &letter.repeat(bytes / letter.len()), "\""]),
            Self::Deep((open, close), depth, inner) => {
                text.push_str(&open.repeat(*depth));
                inner.write(text);
                text.push_str(&close.repeat(*depth));
            }
        }
    }

    /// Whether a name in it is reserved.
    pub(super) fn has_reserved(&self) -> bool {
        match self {
            Self::Array(values) => values.iter().any(Self::has_reserved),
            Self::Object(fields) => {
                fields.iter().any(|(name, value)| is_reserved(name) || value.has_reserved())
            }
            Self::Repeated(unit, bytes) => unit.contains(RESERVED[0]) && bytes / (unit.len() + 1) > 0,
            Self::Deep((open, _), depth, inner) => {
                (open.contains(RESERVED[0]) && *depth > 0) || inner.has_reserved()
            }
            Self::Scalar(_) | Self::Long(..) => false,
        }
    }
}

fn surrounded<T>(text: &mut String, ends: &str, parts: &[T], write: impl Fn(&T, &mut String)) {
    text.push_str(&ends[..1]);
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            text.push(',');
        }
        write(part, text);
    }
    text.push_str(&ends[1..]);
}

fn is_reserved(name: &str) -> bool {
    let decoded: Result<String, _> = serde_json::from_str(&format!("\"{name}\""));
    decoded.is_ok_and(|name| RESERVED.contains(&name.as_str()))
}

/// Any JSON, most of it small.
pub(super) fn json() -> impl Strategy<Value = Json> {
    let scalar = prop_oneof![12 => select(&SCALARS[..]), 1 => select(&REFUSED_SCALARS[..])];
    let name = prop_oneof![12 => select(&NAMES[..]), 1 => select(&REFUSED_NAMES[..])];
    let leaf = prop_oneof![
        16 => scalar.prop_map(Json::Scalar),
        1 => (select(&UNITS[..]), size()).prop_map(|(unit, bytes)| Json::Repeated(unit, bytes)),
        1 => (select(&LETTERS[..]), size()).prop_map(|(letter, bytes)| Json::Long(letter, bytes)),
    ];
    leaf.prop_recursive(4, 32, 4, move |inner| {
        prop_oneof![
            4 => vec(inner.clone(), 0..4).prop_map(Json::Array),
            8 => vec((name.clone(), inner.clone()), 0..4).prop_map(Json::Object),
            2 => (select(&LEVELS[..]), depth(), inner)
                .prop_map(|(level, depth, inner)| Json::Deep(level, depth, Box::new(inner))),
        ]
    })
}

/// Bytes: few, or some around the limits of an item, of JSON bodies, and of an event.
fn size() -> impl Strategy<Value = usize> {
    let around = |limit: usize| limit - 2000..limit + 2000;
    ToZero(prop_oneof![
        48 => 0..2000_usize,
        3 => 2000..400_000_usize,
        2 => around(400 * 1024),
        1 => around(1 << 20),
        1 => around(3_000_000),
        1 => around(6_000_000),
    ])
}

/// Levels: around DynamoDB's 32 and `serde_json`'s 128, and far beyond.
fn depth() -> impl Strategy<Value = usize> {
    ToZero(prop_oneof![8 => 1..5_usize, 4 => 27..34_usize, 2 => 123..130_usize, 1 => 1000..60_000_usize])
}

/// Makes a failing number smaller past the range that it was taken from.
#[derive(Debug)]
pub(super) struct ToZero<S>(pub(super) S);

impl<S: Strategy<Value = usize>> Strategy for ToZero<S> {
    type Tree = BinarySearch;
    type Value = usize;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        Ok(BinarySearch::new(self.0.new_tree(runner)?.current()))
    }
}
