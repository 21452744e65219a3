//! Texts, numbers and names that parsers differ over.

/// Texts for a place where a value stands.
pub(super) const TEXTS: [&str; 26] = [
    "",
    " ",
    "\0",
    "%",
    "%zz",
    "%ff",
    "%00",
    "..",
    "../../etc",
    "a/b",
    "a%2Fb",
    "é",
    "\u{1f600}",
    "\u{202e}abc",
    "'\"`",
    "<b>",
    "-1",
    "0",
    "1e400",
    "NaN",
    "null",
    "true",
    "99999999999999999999999",
    "$serde_json::private::Number",
    "__proto__",
    "2026-02-30T25:61:61Z",
];

/// JSON values, as they are written.
pub(super) const VALUES: [&str; 34] = [
    "null",
    "true",
    "0",
    "-0",
    "-1",
    "1.5",
    "1E+2",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "99999999999999999999999999999999999999",
    "0.1000000000000000055511151231257827",
    "1e125",
    "1e126",
    "1e-131",
    "1e400",
    "-1e400",
    "\"\"",
    "\"x\"",
    "\"\\u0000\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"$serde_json::private::Number\"",
    "\"2026-11-29\"",
    "[]",
    "[[]]",
    "[null]",
    "{}",
    "{\"\":0}",
    "{\"a.b\":0}",
    "{\"$serde_json::private::Number\":\"1\"}",
    "{\"$serde_json::private::RawValue\":\"1\"}",
    "{\"a\":1,\"a\":2}",
];

/// What is not JSON at all.
pub(super) const NOT_JSON: [&str; 18] = [
    "", "{", "}", "[", "nul", "NaN", "01", "1.", "+1", "'x'", "\"", "\"\\x\"", "\"\t\"", "{\"a\"}",
    "{\"a\":}", "[1,]", "{a:1}", "// x",
];

/// Names of members.
pub(super) const NAMES: [&str; 9] =
    ["__proto__", "constructor", "", " ", "a.b", "\\u0000", "id", "x", "\u{1f600}"];

/// Names of members that `serde_json` gives a meaning of its own.
pub(super) const RESERVED: [&str; 3] =
    ["$serde_json::private::Number", "$serde_json::private::RawValue", "\\u0024serde_json::private::Number"];

/// What is said again and again, between commas: each is a few bytes, and many in memory.
pub(super) const UNITS: [&str; 7] = ["0", "\"\"", "[]", "[0]", "{\"a\":0}", "{\"a\":{}}", "[{\"a\":[0]}]"];

/// Depths at which parsers give up, or not.
pub(super) const DEPTHS: [usize; 7] = [20, 31, 33, 127, 129, 1_000, 100_000];

/// Types of content.
pub(super) const CONTENT_TYPES: [&str; 10] = [
    "application/json",
    "application/json; charset=utf-16",
    "APPLICATION/JSON",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=b",
    "text/plain",
    "application/octet-stream",
    "garbage",
];

/// Headers that clients send.
pub(super) const HEADERS: [(&str, &[u8]); 14] = [
    ("accept", b"text/html"),
    ("accept-encoding", b"br"),
    ("authorization", b"Bearer x.y.z"),
    ("cookie", b"a=1; a=2; =; ;"),
    ("cookie", b"a"),
    ("if-match", b"*"),
    ("if-match", b"W/\"1\""),
    ("if-none-match", b"\"1\", \"2\""),
    ("idempotency-key", b"1"),
    ("origin", b"https://example.com"),
    ("range", b"bytes=0-"),
    ("x-forwarded-for", b"203.0.113.7"),
    ("x-odd", b"\xff\xfe"),
    ("x-amzn-trace-id", b"Root=x"),
];
