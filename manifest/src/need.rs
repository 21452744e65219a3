//! What a function needs beside its tables: settings, secrets, and actions on other resources of AWS.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::grant::distinct;
use crate::{name, table};

/// A value that a function reads from its environment, and that is given at deployment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Setting {
    /// The variable: `BASE_URL`.
    #[schemars(regex(pattern = name::setting_pattern()))]
    pub variable: String,
    /// Whether it is a secret: the deployment has a reference to it, and the function fetches it when it starts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// Whether the function does without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// Something of another service of AWS that functions use: a queue, a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Resource {
    /// Its name in the source; the deployed one has a name of its own.
    #[schemars(regex(pattern = name::RESOURCE.pattern()))]
    pub name: String,
    /// The service, as IAM's actions begin: `sqs`.
    #[schemars(regex(pattern = "^[a-z][a-z0-9-]*$"))]
    pub service: String,
    /// The variable in which a function finds the deployed one: a queue's URL, a bucket's name, otherwise what
    /// the deployment says.
    #[schemars(regex(pattern = table::VARIABLE))]
    pub variable: String,
}

/// Actions on one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourceGrant {
    /// The resource's name in the source.
    pub resource: String,
    /// What follows the resource's ARN where a part of it is meant, such as `/*` for the objects of a bucket; the
    /// resource itself, where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[/:][^*?]*\*?$"))]
    pub within: Option<String>,
    /// What the function may do.
    #[serde(deserialize_with = "distinct")]
    #[schemars(length(min = 1))]
    pub actions: BTreeSet<ServiceAction>,
}

/// `sqs:SendMessage on Jobs`, or `s3:GetObject on Receipts/*`.
impl fmt::Display for ResourceGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let actions: Vec<_> = self.actions.iter().map(|action| action.0.as_str()).collect();
        let within = self.within.as_deref().unwrap_or_default();
        write!(f, "{} on {}{within}", actions.join(", "), self.resource)
    }
}

impl ResourceGrant {
    /// The same actions, each a grant of its own.
    pub(crate) fn apart(&self) -> impl Iterator<Item = Self> {
        self.actions.iter().map(|action| Self { actions: BTreeSet::from([action.clone()]), ..self.clone() })
    }
}

/// One action of any service of AWS, as IAM writes it: `sqs:SendMessage`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServiceAction(String);

impl ServiceAction {
    /// Reads an action as IAM writes it. One action, without a wildcard.
    pub fn parse(text: &str) -> Option<Self> {
        let (service, name) = text.split_once(':')?;
        let is_service = service.starts_with(|c: char| c.is_ascii_lowercase())
            && service.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        (is_service && is_name).then(|| Self(text.to_owned()))
    }

    /// The service: `sqs`.
    pub fn service(&self) -> &str {
        self.0.split_once(':').map_or("", |(service, _)| service)
    }
}

impl fmt::Display for ServiceAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ServiceAction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ServiceAction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("must be one action of AWS, without `*`, got `{text}`")))
    }
}

impl JsonSchema for ServiceAction {
    fn schema_name() -> Cow<'static, str> {
        "ServiceAction".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[a-z][a-z0-9-]*:[A-Za-z]+$",
            "description": "One action of AWS as IAM writes it, without a wildcard.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_names_its_actions_and_the_part_that_they_are_on() {
        let action = ServiceAction::parse("s3:GetObject").expect("an action");
        assert_eq!(action.service(), "s3");
        let grant = ResourceGrant {
            resource: "Receipts".to_owned(),
            within: Some("/*".to_owned()),
            actions: [action].into(),
        };
        assert_eq!(grant.to_string(), "s3:GetObject on Receipts/*");
    }

    #[test]
    fn an_action_is_one_action() {
        for wrong in
            ["s3:*", "*", "s3", "s3:", ":GetObject", "S3:GetObject", "s3:Get*", "s3:Get Object", "s3:a:b"]
        {
            assert_eq!(ServiceAction::parse(wrong), None, "{wrong}");
        }
    }
}
