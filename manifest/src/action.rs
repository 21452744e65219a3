//! An action that a role may permit: a service of AWS and the name of one of its calls.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One action on DynamoDB, as IAM writes it: `dynamodb:GetItem`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Action(Cow<'static, str>);

/// IAM's prefix for the service.
const SERVICE: &str = "dynamodb:";

/// The calls that a route's signature can name.
const OF_SIGNATURES: [&str; 9] = [
    "BatchGetItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "Scan",
    "UpdateItem",
];

impl Action {
    /// By DynamoDB's own name for the call: `GetItem`.
    pub fn on_dynamodb(name: impl Into<Cow<'static, str>>) -> Self {
        Self(name.into())
    }

    /// The call's name, as signatures have it: `GetItem`.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether a route's signature can name it.
    pub fn can_be_granted(&self) -> bool {
        OF_SIGNATURES.contains(&self.name())
    }

    /// Reads an action as IAM writes it. One action, without a wildcard.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.strip_prefix(SERVICE)?;
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_name.then(|| Self(name.to_owned().into()))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SERVICE}{}", self.0)
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!("must be one DynamoDB action, without `*`, got `{text}`"))
        })
    }
}

impl JsonSchema for Action {
    fn schema_name() -> Cow<'static, str> {
        "Action".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": format!("^{SERVICE}[A-Za-z]+$"),
            "description": "One action on DynamoDB as IAM writes it, without a wildcard.",
        })
    }
}
