//! How a field that is absent is told from one that is null.
//!
//! serde hands both to the same method of a visitor. They differ in the deserializer alone: for a field that is
//! missing, the derived code makes one of a type that it uses for nothing else. [`is_missing`] finds out which type
//! that is by leaving out a field itself, so no name of serde's is assumed, and no field needs `#[serde(default)]`.

use std::any::type_name;
use std::cell::Cell;
use std::fmt;
use std::iter;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::MapDeserializer;
use serde::de::{Deserializer, Error as _, Visitor};

use super::Patch;

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Reader { is_missing: is_missing::<'de, D>, of: PhantomData })
    }
}

struct Reader<T> {
    /// Whether the field is missing, where there is no value.
    is_missing: fn() -> bool,
    of: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
    type Value = Patch<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<Patch<T>, E> {
        Ok(if (self.is_missing)() { Patch::Absent } else { Patch::Null })
    }

    fn visit_unit<E>(self) -> Result<Patch<T>, E> {
        Ok(Patch::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Patch<T>, D::Error> {
        let too_deep = || D::Error::custom(format_args!("more than {MOST_LEVELS} levels of changes"));
        let _level = Level::enter().ok_or_else(too_deep)?;
        T::deserialize(deserializer).map(Patch::Value)
    }
}

/// Whether this is the deserializer that derived code reads a field with which is missing.
fn is_missing<'de, D: Deserializer<'de>>() -> bool {
    /// Lacks its field, always.
    #[derive(Deserialize)]
    struct Lacking {
        field: NameOfDeserializer,
    }

    struct NameOfDeserializer(&'static str);

    impl<'de> Deserialize<'de> for NameOfDeserializer {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Ok(Self(type_name::<D>()))
        }
    }

    let nothing = iter::empty::<(&'static str, &'static str)>();
    let lacking = Lacking::deserialize(MapDeserializer::<'de, _, D::Error>::new(nothing));
    lacking.is_ok_and(|lacking| lacking.field.0 == type_name::<D>())
}

/// Patches inside of each other, at most: as deep as DynamoDB keeps a value. A type that refers to itself would
/// otherwise go as deep as a client likes.
const MOST_LEVELS: usize = 32;

thread_local! {
    static LEVELS: Cell<usize> = const { Cell::new(0) };
}

/// One level, until it is dropped.
struct Level;

impl Level {
    fn enter() -> Option<Self> {
        let level = LEVELS.get();
        (level < MOST_LEVELS).then(|| {
            LEVELS.set(level + 1);
            Self
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        LEVELS.set(LEVELS.get() - 1);
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::{Value, json};

    use super::*;
    use crate::extract::plain::PlainRef;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Name(String);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Change {
        #[serde(skip_serializing_if = "Patch::is_absent")]
        name: Patch<Name>,
        #[serde(rename = "days", default, skip_serializing_if = "Patch::is_absent")]
        times: Patch<Vec<u8>>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Flattened {
        id: u8,
        #[serde(flatten)]
        change: Change,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        Rename { to: Patch<Name> },
    }

    /// Reads it in each way that a body is read, and a stored item.
    #[track_caller]
    fn check<T: for<'de> Deserialize<'de> + PartialEq + fmt::Debug>(json: &Value, expected: &T) {
        let text = json.to_string();
        assert_eq!(serde_json::from_str::<T>(&text).as_ref().ok(), Some(expected), "{text}");
        let mut deserializer = serde_json::Deserializer::from_str(&text);
        let told = serde_path_to_error::deserialize::<_, T>(&mut deserializer);
        assert_eq!(told.as_ref().ok(), Some(expected), "{text}, told where");
        assert_eq!(T::deserialize(json).as_ref().ok(), Some(expected), "{text}, as a value");
        let told = serde_path_to_error::deserialize::<_, T>(json);
        assert_eq!(told.as_ref().ok(), Some(expected), "{text}, as a value, told where");
        let item: serde_dynamo::Item = serde_dynamo::to_item(PlainRef(json)).expect("an item");
        assert_eq!(serde_dynamo::from_item::<_, T>(item).as_ref().ok(), Some(expected), "{text}, stored");
    }

    #[test]
    fn absent_null_and_a_value_are_three() {
        let name = |name: &str| Patch::Value(Name(name.to_owned()));
        for (json, change) in [
            (json!({}), Change { name: Patch::Absent, times: Patch::Absent }),
            (json!({ "name": null }), Change { name: Patch::Null, times: Patch::Absent }),
            (json!({ "name": "a", "days": [] }), Change { name: name("a"), times: Patch::Value(vec![]) }),
            (json!({ "days": null }), Change { name: Patch::Absent, times: Patch::Null }),
        ] {
            check(&json, &change);
            assert_eq!(serde_json::to_value(&change).expect("JSON"), json);
        }
    }

    #[test]
    fn they_are_three_where_serde_keeps_the_value_first() {
        for (json, name) in [
            (json!({ "id": 1 }), Patch::Absent),
            (json!({ "id": 1, "name": null }), Patch::Null),
            (json!({ "id": 1, "name": "a" }), Patch::Value(Name("a".to_owned()))),
        ] {
            check(&json, &Flattened { id: 1, change: Change { name, times: Patch::Absent } });
        }
        for (json, to) in [
            (json!({ "kind": "Rename" }), Patch::Absent),
            (json!({ "kind": "Rename", "to": null }), Patch::Null),
            (json!({ "kind": "Rename", "to": "a" }), Patch::Value(Name("a".to_owned()))),
        ] {
            check(&json, &Tagged::Rename { to });
        }
    }

    #[test]
    fn what_is_broken_is_not_absent() {
        for json in [r#"{"name":}"#, r#"{"name":nul}"#, r#"{"name":1}"#, r#"{"name":"#] {
            assert!(serde_json::from_str::<Change>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn levels_are_counted_and_forgotten() {
        #[derive(Debug, Deserialize)]
        struct Node {
            #[expect(dead_code, reason = "read and not looked at")]
            child: Patch<Box<Node>>,
        }
        let nested = |levels: usize| r#"{"child":"#.repeat(levels) + "{}" + &"}".repeat(levels);
        for _ in 0..2 {
            assert!(serde_json::from_str::<Node>(&nested(MOST_LEVELS)).is_ok());
            assert!(serde_json::from_str::<Node>(&nested(MOST_LEVELS + 1)).is_err());
        }
    }
}
