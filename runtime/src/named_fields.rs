//! The fields that a type reads, as `serde` names them.
//!
//! `serde` tells a deserializer the names of a struct's fields before it reads one. So a type is asked to
//! deserialize from something that notes the names and then fails.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// The fields of a struct.
///
/// `None` is a type that may hold any field, such as a map or a struct with `#[serde(flatten)]`, and one that has
/// none, such as a list or an enum.
pub(crate) fn of<T: DeserializeOwned>() -> Option<&'static [&'static str]> {
    let mut fields = None;
    // It always fails, because there is nothing to read.
    let _ = T::deserialize(Asked(&mut fields));
    fields
}

/// A deserializer that notes which fields it is asked for.
struct Asked<'f>(&'f mut Option<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = Some(fields);
        self.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("nothing to read"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code, reason = "what is asked for is the types")]

    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Part {
        long_name: String,
        #[serde(rename = "no")]
        number: u32,
    }

    #[derive(Deserialize)]
    struct Wrapped(Part);

    #[derive(Deserialize)]
    struct Empty {}

    #[derive(Deserialize)]
    struct Open {
        id: String,
        #[serde(flatten)]
        rest: BTreeMap<String, String>,
    }

    #[test]
    fn a_struct_names_its_fields() {
        assert_eq!(of::<Part>(), Some(["longName", "no"].as_slice()));
        assert_eq!(of::<Wrapped>(), Some(["longName", "no"].as_slice()));
        assert_eq!(of::<Option<Wrapped>>(), Some(["longName", "no"].as_slice()));
        assert_eq!(of::<Empty>(), Some([].as_slice()));
    }

    #[test]
    fn what_may_hold_anything_names_none() {
        assert_eq!(of::<Open>(), None);
        assert_eq!(of::<Vec<Part>>(), None);
        assert_eq!(of::<BTreeMap<String, String>>(), None);
    }
}
