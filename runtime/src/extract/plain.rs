//! A JSON value read and written by its form alone.
//!
//! `serde_json::Value` gives keys of its own a meaning where its features `raw_value` and
//! `arbitrary_precision` are on, which any crate of an executable can do: a stored item with such a
//! key could not be read, and a number would be stored as a map. Here a key is a key, wherever the
//! value comes from, and a number is a number.

mod write;

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

pub(in crate::extract) use write::PlainRef;
pub(super) use write::write_fields;

/// With `arbitrary_precision`, `serde_json` hands a number over as a map of this key and its text.
const NUMBER: &str = "$serde_json::private::Number";

/// A value as it is read. A field that stands twice is refused: the sender cannot mean both.
pub(super) struct Plain(pub(super) Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reader { sorted: false }.deserialize(deserializer).map(Self)
    }
}

/// The same with the fields of each object sorted, for what comes in no order.
pub(super) struct Sorted(pub(super) Value);

impl<'de> Deserialize<'de> for Sorted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reader { sorted: true }.deserialize(deserializer).map(Self)
    }
}

#[derive(Clone, Copy)]
struct Reader {
    sorted: bool,
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    /// An attribute that another writer stored as bytes: in base64, as DynamoDB's JSON has it.
    fn visit_bytes<E>(self, value: &[u8]) -> Result<Value, E> {
        Ok(base64_simd::STANDARD.encode_to_string(value).into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(self)? {
            array.push(element);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            add_field(&mut fields, name, entries.next_value_seed(self)?)
                .map_err(|name| A::Error::custom(format_args!("duplicate field `{name}`")))?;
        }
        if self.sorted {
            fields.sort_keys();
        }
        Ok(number(&fields).unwrap_or(Value::Object(fields)))
    }
}

/// The number that a map of [`NUMBER`] stands for, if an `f64` can hold it.
fn number(fields: &Map<String, Value>) -> Option<Value> {
    // The count first: to look a name up is to hash it.
    if fields.len() != 1 {
        return None;
    }
    let text = fields.get(NUMBER)?.as_str()?;
    let whole = text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from));
    whole.ok().or_else(|| Number::from_f64(text.parse().ok()?).map(Value::Number))
}

/// Adds a field.
///
/// Once, and not at each of its callers: it is large.
///
/// # Errors
///
/// The name of a field that is there already.
#[inline(never)]
pub(super) fn add_field(fields: &mut Map<String, Value>, name: String, value: Value) -> Result<(), String> {
    match fields.entry(name) {
        Entry::Vacant(free) => {
            free.insert(value);
            Ok(())
        }
        Entry::Occupied(known) => Err(known.key().clone()),
    }
}

/// Takes a field away, and keeps the order of the others. Returns whether there was one.
///
/// Once, and not at each of its callers: it is large.
#[inline(never)]
pub(super) fn remove_field(fields: &mut Map<String, Value>, name: &str) -> bool {
    fields.shift_remove(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Value, String> {
        serde_json::from_str::<Plain>(json).map(|plain| plain.0).map_err(|error| error.to_string())
    }

    #[test]
    fn a_reserved_key_of_a_stored_item_is_a_key() {
        let stored = serde_dynamo::AttributeValue::M(
            [("$serde_json::private::RawValue".to_owned(), serde_dynamo::AttributeValue::S("z".into()))]
                .into(),
        );
        let Plain(value) = serde_dynamo::from_attribute_value(stored).expect("read");
        let written = serde_json::to_string(&PlainRef(&value)).expect("written");
        assert_eq!(written, r#"{"$serde_json::private::RawValue":"z"}"#);
    }

    #[test]
    fn whatever_is_stored_can_be_read() {
        use serde_dynamo::AttributeValue::{B, Bs, M, S};
        let reserved = |text: &str| M([(NUMBER.to_owned(), S(text.into()))].into());
        for (stored, written) in [
            (B(vec![0xff, 0]), r#""/wA=""#),
            (Bs(vec![vec![1], vec![2]]), r#"["AQ==","Ag=="]"#),
            (reserved("NaN"), r#"{"$serde_json::private::Number":"NaN"}"#),
            (reserved("1e999"), r#"{"$serde_json::private::Number":"1e999"}"#),
        ] {
            let Plain(value) = serde_dynamo::from_attribute_value(stored).expect("read");
            assert_eq!(serde_json::to_string(&PlainRef(&value)).expect("written"), written);
        }
    }

    #[test]
    fn a_number_stays_a_number() {
        for (json, written) in
            [("1", "1"), ("-7", "-7"), ("18446744073709551615", "18446744073709551615"), ("1.5e2", "150.0")]
        {
            let value = read(json).expect("read");
            assert_eq!(serde_json::to_string(&PlainRef(&value)).expect("written"), written);
            let stored: serde_dynamo::AttributeValue =
                serde_dynamo::to_attribute_value(PlainRef(&value)).expect("stored");
            assert!(matches!(stored, serde_dynamo::AttributeValue::N(_)), "{stored:?}");
        }
    }

    #[test]
    fn a_field_that_stands_twice_is_refused() {
        let error = read(r#"{"a":{"b":1,"b":2}}"#).expect_err("refused");
        assert!(error.starts_with("duplicate field `b`"), "{error}");
    }

    #[test]
    fn every_object_is_sorted_and_no_array_is() {
        let sorted = |json| serde_json::from_str(json).map(|Sorted(value)| value.to_string());
        let json = r#"{"b":1,"a":[{"d":2,"c":1},{"d":1,"c":2}]}"#;
        assert_eq!(sorted(json).expect("read"), r#"{"a":[{"c":1,"d":2},{"c":2,"d":1}],"b":1}"#);
        let error = sorted(r#"{"a":{"c":1,"b":2,"c":3}}"#).expect_err("refused").to_string();
        assert!(error.starts_with("duplicate field `c`"), "{error}");
    }
}
