//! The objects of OpenAPI 3.1 that an API of ours needs. A schema is a JSON value: it is draft 2020-12 as it
//! comes, and nothing here looks inside.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::security::Requirement;
use crate::Place;

/// An OpenAPI document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    pub(super) openapi: &'static str,
    pub(super) info: Info,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) servers: Vec<Server>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<Tag>,
    pub(super) paths: BTreeMap<String, BTreeMap<&'static str, Operation>>,
    pub(super) components: Components,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Info {
    pub(super) title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    pub(super) version: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Server {
    pub(super) url: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Tag {
    pub(super) name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Components {
    pub(super) responses: BTreeMap<&'static str, Response>,
    pub(super) schemas: Map<String, Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) security_schemes: BTreeMap<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    #[serde(rename = "operationId")]
    pub(super) id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) summary: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) parameters: Vec<Parameter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_body: Option<RequestBody>,
    /// One of these; nothing, where everyone may call.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) security: Vec<Requirement>,
    pub(super) responses: BTreeMap<String, Reply>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Parameter {
    #[serde(rename = "in")]
    pub(super) place: Place,
    pub(super) name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    pub(super) required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) style: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explode: Option<bool>,
    pub(super) schema: Value,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct RequestBody {
    pub(super) required: bool,
    pub(super) content: BTreeMap<String, MediaType>,
}

/// A media type, of which nothing more may be known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct MediaType {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<Value>,
}

/// A response of an operation's own, or one that many have.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Reply {
    Shared {
        #[serde(rename = "$ref")]
        reference: String,
    },
    Own(Response),
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Response {
    pub(super) description: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) headers: BTreeMap<String, Header>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) content: BTreeMap<String, MediaType>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) links: BTreeMap<String, Link>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Header {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
    pub(super) required: bool,
    pub(super) schema: Value,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Link {
    pub(super) operation_id: String,
    pub(super) description: &'static str,
    pub(super) parameters: BTreeMap<String, String>,
}
