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
    let name = match rng.u8(..3) {
        0 => own.map_or("x", String::as_str),
        1 => pick(&odd::RESERVED, rng),
        _ => pick(&odd::NAMES, rng),
    };
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

/// Each of the units, in each member of the value that is a list or an object, in one that nobody asked for,
/// and alone.
pub(super) fn extremes(value: &Value, limit: usize) -> Vec<Body> {
    let members = value.as_object().into_iter().flatten();
    let own =
        members.filter(|(_, value)| value.is_array() || value.is_object()).map(|(name, _)| name.as_str());
    let places: Vec<_> = own.take(3).chain(["x"]).map(Some).chain([None]).collect();
    let units = odd::UNITS.iter().flat_map(|unit| places.iter().map(move |place| (unit, *place)));
    units.map(|(unit, place)| of_units(value, unit, most(value, unit, limit), place)).collect()
}

fn nested(value: &Value, rng: &mut Rng) -> Body {
    let depth = rng.choice(odd::DEPTHS).unwrap_or_default();
    let (open, close) = rng.choice([("[", "]"), ("{\"a\":", "}")]).unwrap_or(("[", "]"));
    let text = format!("{}0{}", open.repeat(depth), close.repeat(depth));
    let code = format!("format!(\"{{}}0{{}}\", {open:?}.repeat({depth}), {close:?}.repeat({depth}))");
    let place = place(value, rng);
    big(value, &text, &code, Some(&place).filter(|_| rng.u8(..4) > 0).map(String::as_str))
}

fn repeated(value: &Value, limit: usize, rng: &mut Rng) -> Body {
    let unit = pick(&odd::UNITS, rng);
    let most = most(value, unit, limit);
    let times = if rng.bool() { most } else { rng.usize(..=most) };
    let place = place(value, rng);
    of_units(value, unit, times, Some(&place).filter(|_| rng.u8(..4) > 0).map(String::as_str))
}

/// How often a unit has room in a body.
fn most(value: &Value, unit: &str, limit: usize) -> usize {
    limit.saturating_sub(value.to_string().len() + 100) / (unit.len() + 1)
}

fn of_units(value: &Value, unit: &str, times: usize, place: Option<&str>) -> Body {
    let text = format!("[{}{unit}]", format!("{unit},").repeat(times));
    let repeated = format!("{unit},");
    let code = format!("format!(\"[{{}}{{}}]\", {repeated:?}.repeat({times}), {unit:?})");
    big(value, &text, &code, place)
}

fn at_the_limit(value: &Value, limit: usize, rng: &mut Rng) -> Body {
    let around = beside(value, "\"x\":\"\"").len();
    let length = (limit + rng.usize(..3)).saturating_sub(around + 1);
    let text = format!("\"{}\"", "a".repeat(length));
    let code = format!("format!(\"\\\"{{}}\\\"\", \"a\".repeat({length}))");
    big(value, &text, &code, Some(&place(value, rng)))
}

/// The value with this text as a member, or only the text.
fn big(value: &Value, text: &str, code: &str, place: Option<&str>) -> Body {
    let Some(name) = place.filter(|_| value.is_object()) else {
        return Body::by(text.to_owned(), code.to_owned());
    };
    let mut value = value.clone();
    // It is there once.
    value.as_object_mut().map(|members| members.remove(name));
    let whole = beside(&value, &format!("\"{name}\":{MARK}"));
    let (before, after) = whole.split_once(MARK).unwrap_or((&whole, ""));
    let code = format!("[{before:?}, &{code}, {after:?}].concat()");
    Body::by([before, text, after].concat(), code)
}

fn pick(several: &[&'static str], rng: &mut Rng) -> &'static str {
    rng.choice(several).copied().unwrap_or_default()
}
