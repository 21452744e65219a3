//! The manifest's version.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Version 1, the only one so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version;

/// As it is written.
const NUMBER: u32 = 1;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(NUMBER)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u32::deserialize(deserializer)?;
        let known = (number == NUMBER).then_some(Self);
        known.ok_or_else(|| {
            de::Error::custom(format!(
                "must be {NUMBER}, the version that this executable reads, got {number}"
            ))
        })
    }
}

impl JsonSchema for Version {
    fn schema_name() -> Cow<'static, str> {
        "Version".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": NUMBER, "description": "The version of the manifest's form." })
    }
}
