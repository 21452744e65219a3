//! What a manifest says: the API, its tables, its routes and what each may do.

use std::collections::BTreeSet;
use std::{fmt, iter};

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::action::Action;
use crate::cors::Cors;
use crate::index::{Index, KeySchema};
use crate::method::Method;
use crate::parameter::Parameter;
use crate::version::Version;
use crate::{limits, name, path};

/// Everything that infrastructure and the local cloud know of an API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of what follows.
    pub version: Version,
    /// What all routes have in common.
    pub api: Api,
    /// By name.
    pub tables: Vec<Table>,
    /// By name.
    #[schemars(length(min = 1, max = limits::ROUTES))]
    pub routes: Vec<Route>,
}

/// What all routes have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The API's name.
    #[schemars(regex(pattern = name::API.pattern()))]
    pub name: String,
    /// Which pages of other origins may call it; none, where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cors: Option<Cors>,
    /// How many requests the stage lets through.
    pub throttle: Throttle,
    /// Who decides which callers are let through.
    #[serde(default)]
    pub authorizers: Authorizers,
}

/// Nothing yet: every route is open to everyone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authorizers {}

/// How many requests the stage lets through before it answers 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Throttle {
    /// Requests a second.
    #[schemars(range(min = 1, max = u32::MAX))]
    pub rate_per_second: u32,
    /// Requests at once.
    #[schemars(range(min = 1, max = u32::MAX))]
    pub burst: u32,
}

/// `1000/s, 500 at once`.
impl fmt::Display for Throttle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/s, {} at once", self.rate_per_second, self.burst)
    }
}

/// A table, as the routes' types declare it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Table {
    /// The table's name in the source; the deployed one has a name of its own.
    #[schemars(regex(pattern = name::TABLE.pattern()))]
    pub name: String,
    /// The variable in which a function finds the deployed table's name.
    #[schemars(regex(pattern = r"^(?!AWS_|FINGERPOST_|LAMBDA_|LD_|PATH$)[A-Z][A-Z0-9_]+$"))]
    pub variable: String,
    /// The attribute that is the partition key.
    pub partition_key: KeySchema,
    /// The attribute that is the sort key, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_key: Option<KeySchema>,
    /// Its secondary indexes, by name.
    #[serde(default)]
    #[schemars(length(max = limits::GLOBAL_INDEXES + limits::LOCAL_INDEXES))]
    pub indexes: Vec<Index>,
    /// The attribute that is the time to live, a number: the second since 1970 after which DynamoDB deletes
    /// the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = *limits::KEY_NAME.start(), max = *limits::KEY_NAME.end()))]
    pub expires: Option<String>,
    /// Where it is declared, `file:line`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl Table {
    /// The attributes of its key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &KeySchema> {
        iter::once(&self.partition_key).chain(&self.sort_key)
    }
}

/// A route, and what its function may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Route {
    /// The function's name.
    #[schemars(regex(pattern = name::ROUTE.pattern()))]
    pub name: String,
    /// The method that it answers.
    pub method: Method,
    /// The path as API Gateway writes it: `/events/{id}`.
    #[schemars(regex(pattern = path::pattern()))]
    pub path: String,
    /// MB of memory for the function.
    #[schemars(range(min = *limits::MEMORY_MB.start(), max = *limits::MEMORY_MB.end()))]
    pub memory_mb: u32,
    /// Seconds after which the function is ended.
    #[schemars(range(min = *limits::TIMEOUT_SECONDS.start(), max = *limits::TIMEOUT_SECONDS.end()))]
    pub timeout_seconds: u32,
    /// How many requests for it the stage lets through, where that is less than the API's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttle: Option<Throttle>,
    /// The parameters of its path and query, the headers and the cookies that it reads, by place and name.
    #[serde(default)]
    pub parameters: Vec<Parameter>,
    /// The body that it reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Bytes of a body that it takes, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = *limits::BODY.start(), max = *limits::BODY.end()))]
    pub body_limit: Option<u32>,
    /// What its function may do, and with which tables.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// The first paragraph of its documentation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// Where it is declared, `file:line`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

impl Route {
    /// API Gateway's key: `GET /events/{id}`.
    pub fn key(&self) -> String {
        self.method.key(&self.path)
    }

    /// The route as a caller sees it: the gateway does not tell `{id}` from `{name}`.
    pub(crate) fn shape(&self) -> String {
        self.method.key(&path::shape(&self.path))
    }
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    /// Whether a request without one is refused.
    pub required: bool,
    /// The media types that it may have.
    pub content_types: Vec<String>,
}

/// Actions on one table, or on one of its indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The table's name in the source.
    pub table: String,
    /// The index; the table itself, where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    /// What the function may do.
    #[serde(deserialize_with = "distinct")]
    #[schemars(length(min = 1))]
    pub actions: BTreeSet<Action>,
}

/// `GetItem, PutItem on Events`.
impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.actions.iter().map(Action::name).collect();
        write!(f, "{} on {}", names.join(", "), self.table)?;
        self.index.as_ref().map_or(Ok(()), |index| write!(f, "/index/{index}"))
    }
}

impl Grant {
    /// The same actions, each a grant of its own.
    pub(crate) fn apart(&self) -> impl Iterator<Item = Self> {
        self.actions.iter().map(|action| Self { actions: BTreeSet::from([action.clone()]), ..self.clone() })
    }
}

/// A set whose entries are each there once.
fn distinct<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<Action>, D::Error> {
    let mut actions = BTreeSet::new();
    for action in Vec::<Action>::deserialize(deserializer)? {
        if let Some(twice) = actions.replace(action) {
            return Err(de::Error::custom(format!(
                "must not have the same entry twice, got `{twice}` twice"
            )));
        }
    }
    Ok(actions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_names_its_actions_and_what_they_are_on() {
        let actions = ["PutItem", "GetItem"].map(Action::on_dynamodb).into();
        let grant = Grant { table: "Events".to_owned(), index: None, actions };
        assert_eq!(grant.to_string(), "GetItem, PutItem on Events");
        let on_index = Grant { index: Some("ByDate".to_owned()), ..grant };
        assert_eq!(on_index.to_string(), "GetItem, PutItem on Events/index/ByDate");
        let apart: Vec<_> = on_index.apart().map(|grant| grant.to_string()).collect();
        assert_eq!(apart, ["GetItem on Events/index/ByDate", "PutItem on Events/index/ByDate"]);
    }
}
