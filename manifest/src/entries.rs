//! What a manifest says: the API, its tables, its routes and what each may do.

use std::{fmt, iter};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auth::{Auth, Authorizers};
use crate::cors::Cors;
use crate::grant::Grant;
use crate::index::{Index, KeySchema};
use crate::method::Method;
use crate::need::{Resource, ResourceGrant, Setting};
use crate::parameter::Parameter;
use crate::version::Version;
use crate::{limits, name, path, table};

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
    /// What functions use of other services, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
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
    /// Who decides which callers are let through, by name.
    #[serde(default)]
    pub authorizers: Authorizers,
}

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
    #[schemars(regex(pattern = table::VARIABLE))]
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
    /// Who may call it.
    #[serde(default, skip_serializing_if = "Auth::is_open")]
    pub auth: Auth,
    /// What its function may do, and with which tables.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// The settings and secrets that its function reads, by variable.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<Setting>,
    /// What its function may do beside, and with which resources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceGrant>,
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
