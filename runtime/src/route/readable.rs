//! Whether what is said of a value holds: its default can be read, and so can every value that its schema
//! lists. A value is one text, which a struct of several fields is not.

use fingerpost_manifest::Place;
use serde_json::Value;

/// A text that a route says a value may be, and cannot read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) why: String,
}

/// The default of a value as its schema has it: a number or `bool` where the type is one, and text otherwise.
pub(super) fn default(text: &str, schema: &Value) -> Value {
    match schema.get("type").and_then(Value::as_str) {
        Some("integer" | "number" | "boolean") => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
        _ => text.into(),
    }
}

/// What of a value's schema, or of its default, cannot be read.
pub(super) fn check(
    schema: Option<&Value>,
    default: Option<&str>,
    is_read_by_serde: bool,
    read: impl Fn(&str) -> Result<(), String>,
) -> Option<String> {
    let kind = schema.and_then(|schema| schema.get("type")).and_then(Value::as_str);
    if is_read_by_serde && let Some(kind @ ("object" | "array")) = kind {
        return Some(format!(
            "its type is {kind} for serde, and a value is one text: implement `FromStr` for it"
        ));
    }
    let alternatives =
        schema.and_then(|schema| schema.get("oneOf")).and_then(Value::as_array).into_iter().flatten();
    let holds_fields = |one: &Value| one.get("type").is_some_and(|kind| kind == "object" || kind == "array");
    if is_read_by_serde && alternatives.into_iter().any(holds_fields) {
        return Some(
            "a variant of its type holds fields, and a value is one text: implement `FromStr` for it"
                .to_owned(),
        );
    }
    let named = schema.and_then(|schema| schema.get("enum")).and_then(Value::as_array).into_iter().flatten();
    let unread = |text: &str| read(text).err().map(|reason| (text.to_owned(), reason));
    if let Some((text, reason)) = named.filter_map(Value::as_str).find_map(unread) {
        return Some(format!("its schema lists `{text}`, which it cannot be read from: {reason}"));
    }
    let (text, reason) = unread(default?)?;
    Some(format!("its default `{text}` cannot be read: {reason}"))
}
