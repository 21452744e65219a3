//! The claims of a token as serde reads them: each is the text that API Gateway makes of a claim, decoded to what
//! the type asks for.
//!
//! An array is `[a b]`, neither JSON nor split by commas. A number may be written as `1.785E9`. A gateway that
//! hands JSON over, as one or another emulator does, is read too.

use std::borrow::Cow;

use fingerpost_untrusted::Fields;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use crate::extract::scalar::Scalar;
use crate::request::decoded;

type Error = serde::de::value::Error;

/// The claims of a token: a JSON object.
pub(super) struct Claims<'a>(pub(super) &'a [u8]);

impl<'de> Deserializer<'de> for Claims<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let fields = Fields::of(self.0).into_iter().flatten();
        let claims = fields.filter_map(|(name, value)| Some((decoded(name)?, Claim::of(value)?)));
        visitor.visit_map(MapDeserializer::new(claims))
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
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// One claim.
pub(super) enum Claim<'a> {
    Text(Cow<'a, str>),
    /// An array or an object.
    Json(&'a [u8]),
}

impl<'a> Claim<'a> {
    /// A claim as it is written; one that is null is none.
    pub(super) fn of(json: &'a [u8]) -> Option<Self> {
        match json.first()? {
            b'"' => fingerpost_untrusted::text(json).map(Self::Text),
            b'[' | b'{' => Some(Self::Json(json)),
            _ if json == b"null" => None,
            _ => std::str::from_utf8(json).ok().map(|text| Self::Text(Cow::Borrowed(text))),
        }
    }
}

impl<'de> IntoDeserializer<'de> for Claim<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// What a text is read as, as any text is that a client sends.
macro_rules! as_scalar {
    ($($deserialize:ident)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match &self {
                Self::Text(text) => Scalar(text).$deserialize(visitor),
                Self::Json(_) => self.deserialize_any(visitor),
            }
        }
    )*};
}

/// The same of a whole number, which the gateway may write with an exponent.
macro_rules! as_whole_number {
    ($($deserialize:ident)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match &self {
                Self::Text(text) => match scientific(text) {
                    Some(number) => visitor.visit_i64(number),
                    None => Scalar(text).$deserialize(visitor),
                },
                Self::Json(_) => self.deserialize_any(visitor),
            }
        }
    )*};
}

/// A whole number that is written with an exponent or a fraction of zeros, as long as every digit of it is known.
fn scientific(text: &str) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !text.contains(['.', 'e', 'E']) {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole, and smaller than 2^53")]
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

impl<'de> Deserializer<'de> for Claim<'de> {
    type Error = Error;

    as_scalar! { deserialize_bool deserialize_f32 deserialize_f64 }

    as_whole_number! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Self::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Self::Json(json) => {
                serde_json::Deserializer::from_slice(json).deserialize_any(visitor).map_err(Error::custom)
            }
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let Self::Text(text) = &self else { return self.deserialize_any(visitor) };
        let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        // By spaces alone: any other blank is part of an element.
        let elements = inside.split(' ').filter(|element| !element.is_empty());
        let elements = elements.map(|element| Claim::Text(Cow::Owned(element.to_owned())));
        visitor.visit_seq(SeqDeserializer::new(elements))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
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

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => Scalar(&text).deserialize_enum(name, variants, visitor),
            Self::Json(json) => {
                let mut json = serde_json::Deserializer::from_slice(json);
                json.deserialize_enum(name, variants, visitor).map_err(Error::custom)
            }
        }
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Plan {
        Free,
        Paid,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Tenant(String);

    fn read<T: DeserializeOwned>(claim: &str) -> Result<T, String> {
        let claims = format!(r#"{{"one":{claim}}}"#);
        let read = BTreeMap::<String, T>::deserialize(Claims(claims.as_bytes()));
        read.map_err(|error| error.to_string()).and_then(|mut read| read.remove("one").ok_or("none".into()))
    }

    #[test]
    fn a_claim_is_what_the_type_asks_for() {
        assert_eq!(read::<String>(r#""ann""#).as_deref(), Ok("ann"));
        assert_eq!(read::<String>(r#""a\u0022b""#).as_deref(), Ok("a\"b"));
        assert_eq!(read::<String>(r#""17""#).as_deref(), Ok("17"));
        assert_eq!(read(r#""true""#), Ok(true));
        assert_eq!(read(r#""17""#), Ok(17_u8));
        assert_eq!(read(r#""1.785E9""#), Ok(1_785_000_000_u64));
        assert_eq!(read(r#""-1.5e1""#), Ok(-15_i32));
        assert_eq!(read(r#""18446744073709551615""#), Ok(u64::MAX));
        assert_eq!(read(r#""0.5""#), Ok(0.5_f64));
        assert_eq!(read(r#""paid""#), Ok(Plan::Paid));
        assert_eq!(read(r#""t1""#), Ok(Tenant("t1".to_owned())));
        assert_eq!(read(r#""t1""#), Ok(Some("t1".to_owned())));
    }

    #[test]
    fn an_array_is_in_brackets_and_has_no_commas() {
        let texts = |texts: &[&str]| Ok(texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
        assert_eq!(read(r#""[a b]""#), texts(&["a", "b"]));
        assert_eq!(read(r#""[]""#), texts(&[]));
        assert_eq!(read(r#""a b""#), texts(&["a", "b"]));
        assert_eq!(
            read(r#""[a\tadmin b\u00a0admin c\nadmin]""#),
            texts(&["a\tadmin", "b\u{a0}admin", "c\nadmin"])
        );
        assert_eq!(read(r#""a""#), texts(&["a"]));
        assert_eq!(read(r#""[1 2]""#), Ok(vec![1, 2]));
        assert_eq!(read(r#""[free paid]""#), Ok(vec![Plan::Free, Plan::Paid]));
        assert_eq!(read(r#""[1 true]""#), Ok((1, true)));
    }

    #[test]
    fn claims_that_are_json_are_read_too() {
        assert_eq!(read("17"), Ok(17_u8));
        assert_eq!(read("true"), Ok(true));
        assert_eq!(read(r#"["a b","c"]"#), Ok(vec!["a b".to_owned(), "c".to_owned()]));
        assert_eq!(read(r#"{"a":1}"#), Ok(BTreeMap::from([("a".to_owned(), 1)])));
        assert_eq!(read::<String>("null"), Err("none".to_owned()));
    }

    #[test]
    fn what_a_claim_is_not_is_told() {
        for number in [r#""x""#, r#""1.5""#, r#""256""#, r#""1e3""#, r#""-1""#, r#""""#] {
            assert!(read::<u8>(number).is_err(), "{number}");
        }
        // A number whose last digits are not known.
        for number in [r#""1.0E19""#, r#""9.007199254740992E15""#, r#""9.007199254740993E15""#] {
            assert!(read::<u64>(number).is_err(), "{number}");
        }
        assert_eq!(read(r#""9.007199254740991E15""#), Ok(9_007_199_254_740_991_u64));
        assert!(read::<bool>(r#""yes""#).is_err());
        assert!(read::<Plan>(r#""gold""#).is_err());
        assert!(read::<BTreeMap<String, u8>>(r#""a""#).is_err());
    }
}
