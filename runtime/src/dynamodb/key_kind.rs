//! What DynamoDB keeps a key of some type as: a text, a number or bytes.
//!
//! There may be no value of the type to look at. But a type says what it wants to be read from, and serde
//! writes it as the same. So it is asked to deserialize from something that notes this and then fails.

use fingerpost_manifest::KeyType;
use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// What a value of this type is kept as, or `None` where that cannot be a key or is not known.
pub(super) fn of<K: DeserializeOwned>() -> Option<KeyType> {
    let mut kind = None;
    // It always fails, because there is nothing to read.
    let _ = K::deserialize(Asked(&mut kind));
    kind
}

/// A deserializer that notes what it is asked for.
struct Asked<'k>(&'k mut Option<KeyType>);

macro_rules! kinds {
    ($($kind:ident: $($method:ident)*;)*) => {$($(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            *self.0 = Some(KeyType::$kind);
            self.deserialize_any(visitor)
        }
    )*)*};
}

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    kinds! {
        S: deserialize_char deserialize_str deserialize_string deserialize_identifier;
        N: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128;
        N: deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128;
        B: deserialize_bytes deserialize_byte_buf;
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("nothing to read"))
    }

    forward_to_deserialize_any! {
        bool f32 f64 option unit unit_struct seq tuple tuple_struct map struct ignored_any
    }
}

#[cfg(test)]
mod tests {
    #![allow(dead_code, reason = "what is asked for is the types")]

    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct CustomerId(String);

    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Number {
        value: u64,
    }

    #[derive(Deserialize)]
    #[serde(try_from = "String")]
    struct Checked(String);

    impl From<String> for Checked {
        fn from(text: String) -> Self {
            Self(text)
        }
    }

    #[derive(Deserialize)]
    enum Status {
        Open,
    }

    #[derive(Deserialize)]
    struct Pair {
        one: String,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Number(u64),
    }

    #[test]
    fn what_is_written_as_a_text_or_a_number_can_be_a_key() {
        assert_eq!(of::<String>(), Some(KeyType::S));
        assert_eq!(of::<CustomerId>(), Some(KeyType::S));
        assert_eq!(of::<Checked>(), Some(KeyType::S));
        assert_eq!(of::<Status>(), Some(KeyType::S));
        assert_eq!(of::<std::net::Ipv4Addr>(), Some(KeyType::S));
        assert_eq!(of::<u32>(), Some(KeyType::N));
        assert_eq!(of::<Number>(), Some(KeyType::N));
    }

    #[test]
    fn what_is_anything_else_cannot() {
        assert_eq!(of::<bool>(), None);
        assert_eq!(of::<f64>(), None);
        assert_eq!(of::<Option<String>>(), None);
        assert_eq!(of::<Vec<u8>>(), None);
        assert_eq!(of::<Pair>(), None);
        assert_eq!(of::<Either>(), None);
    }
}
