//! Writes a JSON value by its form alone: a number as a number, whatever features `serde_json` has.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

/// A value as it is written.
pub(in crate::extract) struct PlainRef<'v>(pub(in crate::extract) &'v Value);

impl Serialize for PlainRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Number(number) => write_number(number, serializer),
            Value::Array(elements) => {
                let mut array = serializer.serialize_seq(Some(elements.len()))?;
                for element in elements {
                    array.serialize_element(&PlainRef(element))?;
                }
                array.end()
            }
            Value::Object(fields) => write_fields(fields, serializer),
            Value::String(text) => serializer.serialize_str(text),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Null => serializer.serialize_unit(),
        }
    }
}

fn write_number<S: Serializer>(number: &Number, serializer: S) -> Result<S::Ok, S::Error> {
    if let Some(whole) = number.as_i64() {
        return serializer.serialize_i64(whole);
    }
    match (number.as_u64(), number.as_f64()) {
        (Some(whole), _) => serializer.serialize_u64(whole),
        (None, Some(float)) => serializer.serialize_f64(float),
        (None, None) => Err(serde::ser::Error::custom("a number out of range")),
    }
}

/// Writes the fields of an object.
pub(in crate::extract) fn write_fields<S: Serializer>(
    fields: &Map<String, Value>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(fields.len()))?;
    for (name, value) in fields {
        object.serialize_entry(name, &PlainRef(value))?;
    }
    object.end()
}
