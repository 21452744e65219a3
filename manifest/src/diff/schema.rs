//! Whether a value that fitted one schema fits another, as far as a parameter's schema goes.

use serde_json::{Map, Value, json};

/// What a schema says of values, without what it says to people.
pub(super) fn said(schema: &Value) -> Value {
    let Value::Object(fields) = schema else { return schema.clone() };
    let for_people = ["title", "description", "default", "examples", "deprecated"];
    let said = fields.iter().filter(|(name, _)| !for_people.contains(&name.as_str()));
    Value::Object(said.map(|(name, field)| (name.clone(), field.clone())).collect())
}

/// Whether every value of `old` is one of `new`, where that is plain to see. In a request each is text.
pub(super) fn accepts(new: &Value, old: &Value) -> bool {
    if *new == json!({ "type": "string" }) {
        return true;
    }
    let (Value::Object(new), Value::Object(old)) = (new, old) else { return new == old };
    new.iter().all(|(name, limit)| match old.get(name) {
        Some(known) if known == limit => true,
        known => match name.as_str() {
            "minimum" | "minLength" => known.is_some_and(|known| number(known) >= number(limit)),
            "maximum" | "maxLength" => known.is_some_and(|known| number(known) <= number(limit)),
            "enum" => {
                known.is_some_and(|known| entries(known).iter().all(|one| entries(limit).contains(one)))
            }
            // The width of an integer, of which its limits say all that matters.
            "format" => is_integer(new) && is_integer(old),
            _ => false,
        },
    })
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn entries(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

fn is_integer(schema: &Map<String, Value>) -> bool {
    schema.get("type").is_some_and(|kind| kind == "integer")
}
