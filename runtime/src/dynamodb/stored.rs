//! An item as serde reads it, from the SDK's attributes as they are.
//!
//! `serde_dynamo` would first make a map of its own of them, which for short items is much of the work. Here it is given
//! the values alone, one after the other.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::de::value::MapDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_dynamo::Error;

/// The attributes that are read as an item, or as what a projection has of one.
pub(super) struct Stored(pub(super) HashMap<String, AttributeValue>);

impl<'de> Deserializer<'de> for Stored {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(
            self.0.into_iter().map(|(name, value)| (Part(AttributeValue::S(name)), Part(value))),
        ))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

/// The value of an attribute, or its name as a text.
struct Part(AttributeValue);

impl IntoDeserializer<'_, Error> for Part {
    type Deserializer = serde_dynamo::Deserializer;

    fn into_deserializer(self) -> Self::Deserializer {
        serde_dynamo::Deserializer::from_attribute_value(self.0.into())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Whole {
        id: String,
        seats: u64,
        price: Option<f64>,
        open: bool,
        note: (),
        tags: Vec<String>,
        rooms: BTreeMap<u32, Room>,
        missing: Option<String>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    enum Room {
        Hall,
        Numbered { number: u8 },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Flat {
        id: String,
        #[serde(flatten)]
        rest: BTreeMap<String, Value>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Wrapped(Flat);

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "id")]
    enum Tagged {
        #[serde(rename = "7")]
        Seven { seats: u64 },
    }

    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    struct Column(String);

    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        Seats,
    }

    fn item() -> HashMap<String, AttributeValue> {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let number = |number: &str| AttributeValue::N(number.to_owned());
        let numbered = AttributeValue::M([("number".to_owned(), number("4"))].into());
        let rooms = [
            ("1".to_owned(), text("Hall")),
            ("2".to_owned(), AttributeValue::M([("Numbered".to_owned(), numbered)].into())),
        ];
        [
            ("id", text("7")),
            ("seats", number("18446744073709551615")),
            ("price", number("1.5")),
            ("open", AttributeValue::Bool(true)),
            ("note", AttributeValue::Null(true)),
            ("tags", AttributeValue::Ss(vec!["a".to_owned(), "b".to_owned()])),
            ("rooms", AttributeValue::M(rooms.into())),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// What is read, once it is known to be what `serde_dynamo` reads.
    fn read<T: DeserializeOwned + Debug + PartialEq>(
        item: &HashMap<String, AttributeValue>,
    ) -> Result<T, String> {
        let read = T::deserialize(Stored(item.clone())).map_err(|error| error.to_string());
        let known = serde_dynamo::from_item(item.clone());
        assert_eq!(read.as_ref().ok(), known.as_ref().ok());
        read
    }

    #[test]
    fn an_item_is_read_as_serde_dynamo_reads_it() {
        let whole = read::<Whole>(&item()).expect("whole");
        assert_eq!(whole.rooms, [(1, Room::Hall), (2, Room::Numbered { number: 4 })].into());
        assert_eq!(read::<Option<Whole>>(&item()), Ok(Some(whole)));
        let mut item = item();
        assert_eq!(read::<Flat>(&item).expect("flat").rest["tags"], json!(["a", "b"]));
        assert_eq!(read::<Wrapped>(&item).expect("wrapped").0.id, "7");
        assert_eq!(read::<Tagged>(&item), Ok(Tagged::Seven { seats: u64::MAX }));
        item.retain(|name, _| name == "seats");
        read::<BTreeMap<String, u64>>(&item).expect("by text");
        read::<BTreeMap<Column, u64>>(&item).expect("by a newtype");
        read::<BTreeMap<Word, u64>>(&item).expect("by an enum");
        item.clear();
        assert_eq!(read::<Whole>(&item).expect_err("nothing is left"), "missing field `id`");
    }
}
