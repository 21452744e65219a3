//! Bodies: as a schema has them, and changed.

use axum::body::Bytes;
use fastrand::Rng;
use serde_json::Value;

use super::odd;

/// A body, and how a test writes it.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) bytes: Bytes,
    /// An expression, where the bytes are too many to be written out.
    code: Option<String>,
}

impl Body {
    /// A body of text.
    pub(super) fn of(text: impl Into<Bytes>) -> Self {
        Self { bytes: text.into(), code: None }
    }

    /// A body that a test writes by an expression.
    fn by(text: String, code: String) -> Self {
        Self { bytes: text.into(), code: Some(code) }
    }

    /// The body as a test writes it.
    pub(super) fn code(&self) -> String {
        match (&self.code, str::from_utf8(&self.bytes)) {
            (Some(code), _) => code.clone(),
            (None, Ok(text)) => format!("{text:?}"),
            (None, Err(_)) => format!("b\"{}\".to_vec()", self.bytes.escape_ascii()),
        }
    }

    /// The body, with something changed of it.
    pub(super) fn disturbed(&self, value: &Value, limit: usize, rng: &mut Rng) -> Self {
        match rng.u8(..16) {
            0..6 => Self::of(replaced(value, rng)),
            6 => Self::of(pick(&odd::NOT_JSON, rng)),
            7 => Self::of(pick(&odd::VALUES, rng)),
            8 => Self::of(self.bytes.slice(..rng.usize(..=self.bytes.len()))),
            9 => self.with_bytes(rng),
            10 => nested(value, rng),
            11 | 12 => repeated(value, limit, rng),
            13 => at_the_limit(value, limit, rng),
            _ => Self::of(with_member(value, rng)),
        }
    }

    /// Bytes that are not text, or that parsers skip.
    fn with_bytes(&self, rng: &mut Rng) -> Self {
        let odd: [&[u8]; 8] =
            [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\0", b"\"", b"}", b"\\u"];
        let at = rng.usize(..=self.bytes.len());
        let mut bytes = self.bytes.to_vec();
        bytes.splice(at..at, rng.choice(odd).unwrap_or_default().iter().copied());
        Self::of(bytes)
    }
}

/// Something in the value is another value, written as it stands.
fn replaced(value: &Value, rng: &mut Rng) -> String {
    let mut value = value.clone();
    let places = count(&value);
    let mut at = rng.usize(..places);
    put(&mut value, &mut at);
    value.to_string().replacen(MARK, pick(&odd::VALUES, rng), 1)
}

/// What stands for the place, as it is written.
const MARK: &str = "\"\\u0001here\"";

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Puts the mark at the place of this number.
fn put(value: &mut Value, at: &mut usize) {
    if *at == 0 {
        *value = Value::String("\u{1}here".to_owned());
    }
    *at = at.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, at)),
        Value::Object(members) => members.values_mut().for_each(|member| put(member, at)),
        _ => {}
    }
}

/// A member of an odd name, or one that is there already, first in the object.
fn with_member(value: &Value, rng: &mut Rng) -> String {
    let own = value.as_object().and_then(|members| members.keys().nth(rng.usize(..members.len().max(1))));
    let name =
        own.filter(|_| rng.u8(..3) == 0).map_or_else(|| pick(&odd::NAMES, rng).to_owned(), Clone::clone);
    beside(value, &format!("\"{name}\":{}", pick(&odd::VALUES, rng)))
}

/// The object with a member in front of its own; what is not an object stays as it is.
fn beside(value: &Value, member: &str) -> String {
    let text = value.to_string();
    match text.strip_prefix('{') {
        Some("}") => format!("{{{member}}}"),
        Some(rest) => format!("{{{member},{rest}"),
        None => text,
    }
}

/// Where the big parts go: a member that nobody asked for, or one that is there.
fn place(value: &Value, rng: &mut Rng) -> String {
    let own = value.as_object().and_then(|members| members.keys().nth(rng.usize(..members.len().max(1))));
    own.filter(|_| rng.bool()).map_or_else(|| "x".to_owned(), Clone::clone)
}

fn nested(value: &Value, rng: &mut Rng) -> Body {
    let depth = rng.choice(odd::DEPTHS).unwrap_or_default();
    let (open, close) = rng.choice([("[", "]"), ("{\"a\":", "}")]).unwrap_or(("[", "]"));
    let text = format!("{}0{}", open.repeat(depth), close.repeat(depth));
    let code = format!("format!(\"{{}}0{{}}\", {open:?}.repeat({depth}), {close:?}.repeat({depth}))");
    big(value, &text, &code, rng)
}

fn repeated(value: &Value, limit: usize, rng: &mut Rng) -> Body {
    let unit = pick(&odd::UNITS, rng);
    let most = limit.saturating_sub(value.to_string().len() + 100) / (unit.len() + 1);
    let times = if rng.bool() { most } else { rng.usize(..=most) };
    let text = format!("[{}{unit}]", format!("{unit},").repeat(times));
    let repeated = format!("{unit},");
    let code = format!("format!(\"[{{}}{{}}]\", {repeated:?}.repeat({times}), {unit:?})");
    big(value, &text, &code, rng)
}

fn at_the_limit(value: &Value, limit: usize, rng: &mut Rng) -> Body {
    let around = beside(value, "\"x\":\"\"").len();
    let length = (limit + rng.usize(..3)).saturating_sub(around + 1);
    let text = format!("\"{}\"", "a".repeat(length));
    big(value, &text, &format!("format!(\"\\\"{{}}\\\"\", \"a\".repeat({length}))"), rng)
}

/// The value with a member of this text, or only the text.
fn big(value: &Value, text: &str, code: &str, rng: &mut Rng) -> Body {
    if !value.is_object() || rng.u8(..4) == 0 {
        return Body::by(text.to_owned(), code.to_owned());
    }
    let member = format!("\"{}\":", place(value, rng));
    let whole = beside(value, &format!("{member}{MARK}"));
    let (before, after) = whole.split_once(MARK).unwrap_or((&whole, ""));
    let code = format!("[{before:?}, &{code}, {after:?}].concat()");
    Body::by([before, text, after].concat(), code)
}

fn pick(several: &[&'static str], rng: &mut Rng) -> &'static str {
    rng.choice(several).copied().unwrap_or_default()
}
