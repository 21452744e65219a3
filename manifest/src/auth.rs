//! Who may call a route: the API's authorizers, and which of them each route has.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::grant::Grant;
use crate::need::{ResourceGrant, Setting};
use crate::parameter::Place;
use crate::{limits, name};

/// The authorizers of an API, by their names.
pub type Authorizers = BTreeMap<String, Authorizer>;

/// Who decides which callers are let through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Authorizer {
    /// The gateway, by a JSON Web Token in the header `authorization`.
    Jwt {
        /// Who issues the tokens: an `https` URL, below which the gateway finds
        /// `.well-known/openid-configuration`. It is given at deployment where it is missing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issuer: Option<String>,
        /// For whom tokens are issued, of which a token names one at least. They are given at deployment where
        /// there are none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[schemars(length(max = limits::AUDIENCES))]
        audiences: Vec<String>,
    },
    /// A function of the API's own.
    Function(AuthorizerFunction),
}

/// A function that decides whether a request is let through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthorizerFunction {
    /// The parts of a request that it decides by. A request that lacks one is refused with a 401, and the
    /// function is not asked.
    pub identity: Vec<IdentitySource>,
    /// Seconds for which a decision holds for the same parts and the same route; it is asked every time where
    /// they are 0.
    #[serde(default)]
    #[schemars(range(max = limits::AUTHORIZER_CACHE_SECONDS))]
    pub cache_seconds: u32,
    /// MB of memory for the function.
    #[schemars(range(min = *limits::MEMORY_MB.start(), max = *limits::MEMORY_MB.end()))]
    pub memory_mb: u32,
    /// Seconds after which the function is ended.
    #[schemars(range(min = *limits::AUTHORIZER_TIMEOUT_SECONDS.start(), max = *limits::AUTHORIZER_TIMEOUT_SECONDS.end()))]
    pub timeout_seconds: u32,
    /// What it may do, and with which tables.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// The settings and secrets that it reads, by variable.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<Setting>,
    /// What it may do beside, and with which resources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<ResourceGrant>,
    /// Where it is declared, `file:line`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// A part of a request by which its caller is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentitySource {
    /// Where in the request it is.
    #[serde(rename = "in")]
    pub place: Place,
    /// Its name: a header's in lower case.
    pub name: String,
}

/// Who may call a route.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Auth {
    /// Everyone.
    #[default]
    Open,
    /// Whoever signs the request with credentials of AWS that IAM lets call it.
    Iam,
    /// Whoever an authorizer lets through.
    By(Guard),
}

/// An authorizer of a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// The authorizer's name.
    #[schemars(regex(pattern = name::AUTHORIZER.pattern()))]
    pub authorizer: String,
    /// The scopes of which a token has one at least, if there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = limits::SCOPES))]
    pub scopes: Vec<String>,
}

impl Auth {
    /// Whether everyone may call.
    pub fn is_open(&self) -> bool {
        *self == Self::Open
    }

    /// The authorizer, if there is one.
    pub fn guard(&self) -> Option<&Guard> {
        match self {
            Self::By(guard) => Some(guard),
            _ => None,
        }
    }
}
