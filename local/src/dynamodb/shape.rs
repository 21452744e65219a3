//! What is wrong with a request's body, found before anything is made of it: it is not JSON, nests
//! too deep, takes too much memory, holds a list where DynamoDB has none or an expression of too many
//! operators, or would store a name that `serde_json` reserves.
//!
//! serde reads a list as a structure, its elements being the members in the order of the source; and
//! dynoxide could not read a row again that holds one of `serde_json`'s own names.

use std::fmt;

use dynoxide::DynoxideError;
use fingerpost_untrusted::{LEVELS, RESERVED, survey};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::expression;
use super::failure::Failure;
use super::operations::without_position;

/// The members of requests that are lists.
const LISTS: [&str; 24] = [
    "AttributeDefinitions",
    "AttributeValueList",
    "AttributesToGet",
    "BS",
    "GlobalSecondaryIndexUpdates",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "Keys",
    "L",
    "LocalSecondaryIndexes",
    "NS",
    "NonKeyAttributes",
    "Parameters",
    "ReplicaUpdates",
    "SS",
    "SearchSchema",
    "SearchVector",
    "Statements",
    "TagKeys",
    "Tags",
    "TransactItems",
    "TransactStatements",
    "VectorIndexUpdates",
    "VectorIndexes",
];

/// Bytes of memory, counted once for each level, that a call may take without being heavy. dynoxide
/// copies what an `AttributeValue` holds at each level that it nests, of which a quarter was
/// measured to be held at once: 16 MB of this.
const LIGHT: usize = 64 * 1024 * 1024;

/// The same, that a call may take at all: 256 MB are held, of which 25 rows of 400 KB take three fifths
/// where their attributes are of a hundred bytes.
const LIMIT: usize = 1024 * 1024 * 1024;

/// How the text of an error begins that DynamoDB calls a `ValidationException`.
const INVALID: &str = "invalid: ";

/// Checks a body, and tells whether it takes much memory to read.
pub(crate) fn check(body: &[u8]) -> Result<bool, Failure> {
    let invalid = |message: String| Failure::from(DynoxideError::ValidationException(message));
    let survey = survey(body).map_err(|key| invalid(reserved(&key)))?;
    if survey.depth > LEVELS {
        return Err(invalid("Nesting Levels have exceeded supported limits".to_owned()));
    }
    let memory = survey.depth.saturating_mul(survey.memory);
    if memory > LIMIT {
        return Err(invalid("the request takes more memory than the local database gives a call".to_owned()));
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = Place { within: "", name: "" }.deserialize(&mut json).and_then(|()| json.end());
    // DynamoDB gives no reason for what is not JSON.
    let problem = |error: &serde_json::Error| error.is_data().then(|| without_position(error));
    read.map_err(|error| match problem(&error).unwrap_or_default().split_once(INVALID) {
        Some(("", message)) => invalid(message.to_owned()),
        _ => Failure::serialization(problem(&error).unwrap_or_default()),
    })?;
    Ok(memory > LIGHT)
}

fn reserved(name: &str) -> String {
    format!("names that begin with `{RESERVED}` cannot be stored here: `{name}`")
}

/// A value in a body: the member that it is, and the one that this stands in.
#[derive(Clone, Copy)]
struct Place<'a> {
    within: &'a str,
    name: &'a str,
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    /// An expression takes the names of attributes from `ExpressionAttributeNames`, a `PartiQL`
    /// statement holds them.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let names = self.within == "ExpressionAttributeNames" || self.name == "Statement";
        if names && text.contains(RESERVED) {
            return Err(E::custom(reserved(text)));
        }
        expression::check(self.name, text).map_err(|problem| E::custom(format!("{INVALID}{problem}")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        if !LISTS.contains(&self.name) && self.within != "RequestItems" {
            return Err(A::Error::custom("Start of list found where not expected"));
        }
        while elements.next_element_seed(Place { within: "", name: "" })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            members.next_value_seed(Place { within: self.name, name: &name })?;
        }
        Ok(())
    }
}
