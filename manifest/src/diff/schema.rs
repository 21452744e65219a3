//! Whether a value that fitted one schema fits another, as far as a parameter's schema goes.

use serde_json::{Map, Value, json};

/// What a schema says of values, without what it says to people.
pub fn said(schema: &Value) -> Value {
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
    let (new, old) = (&with_limits(new), &with_limits(old));
    new.iter().all(|(name, limit)| match old.get(name) {
        Some(known) if known == limit => true,
        known => match name.as_str() {
            "minimum" | "minLength" => known.is_some_and(|known| number(known) >= number(limit)),
            "maximum" | "maxLength" => known.is_some_and(|known| number(known) <= number(limit)),
            "enum" => {
                known.is_some_and(|known| entries(known).iter().all(|one| entries(limit).contains(one)))
            }
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

/// An integer's schema with the limits that its format only names: a `u32` has no `maximum` there.
pub(super) fn with_limits(schema: &Map<String, Value>) -> Map<String, Value> {
    let mut schema = schema.clone();
    let range = match schema.get("format").and_then(Value::as_str) {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("int64" | "int") => (json!(i64::MIN), json!(i64::MAX)),
        Some("uint8") => (0.into(), u8::MAX.into()),
        Some("uint16") => (0.into(), u16::MAX.into()),
        Some("uint32") => (0.into(), u32::MAX.into()),
        Some("uint64" | "uint") => (0.into(), json!(u64::MAX)),
        _ => return schema,
    };
    schema.remove("format");
    for (name, limit) in [("minimum", range.0), ("maximum", range.1)] {
        schema.entry(name).or_insert(limit);
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_that_holds_less_does_not_accept_what_the_wider_one_did() {
        let schema = |format: &str| json!({ "type": "integer", "format": format });
        for (wide, narrow) in
            [("uint64", "uint32"), ("int64", "int32"), ("int32", "uint32"), ("int16", "int8")]
        {
            assert!(!accepts(&schema(narrow), &schema(wide)), "{wide} {narrow}");
        }
        for (narrow, wide) in
            [("uint32", "uint64"), ("int32", "int64"), ("uint32", "int64"), ("int8", "int8")]
        {
            assert!(accepts(&schema(wide), &schema(narrow)), "{narrow} {wide}");
        }
        let limited = json!({ "type": "integer", "format": "uint32", "minimum": 1, "maximum": 10 });
        assert!(accepts(&schema("uint8"), &limited), "what it may be is what counts");
        assert!(!accepts(&limited, &schema("uint8")));
    }
}
