//! What a route takes and gives, as its function's arguments and answer describe themselves.
//!
//! The manifest has the part of it that infrastructure and reviewers need. This is the whole: it is made
//! of an executable's types, is never written to a file, and everything that shows or checks an API reads
//! it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::parameter::Parameter;

/// What the routes of an executable take and give.
#[derive(Debug, Clone, Default)]
pub struct Descriptions {
    /// By the routes' names.
    pub routes: BTreeMap<String, Description>,
    /// The schemas that others refer to, as `#/components/schemas/<name>`.
    pub schemas: Map<String, Value>,
    /// How the bodies of errors are written.
    pub error_body: ErrorBody,
    /// The API's version, where it has one.
    pub version: Option<String>,
}

/// How the bodies of errors are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ErrorBody {
    /// `{"error":"<sentence>"}`, with details and fields beside it.
    #[default]
    Ours,
    /// The problem details of RFC 9457.
    Problem,
    /// By a function of the API's own: no more than its media type is known.
    Other(String),
}

/// What one route takes and gives.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    /// What follows the first paragraph of its documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub documentation: String,
    /// By place and name.
    pub parameters: Vec<Parameter>,
    /// Whether an argument may read what is not described here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reads_more: bool,
    /// The body that it reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// What it answers when all goes well, by status.
    pub answers: Vec<Answer>,
    /// Whether it may answer what is not described here.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub answers_more: bool,
    /// What it refuses before or instead of an answer, by status.
    pub refusals: Vec<Refusal>,
    /// Whether the handler may refuse for reasons of its own.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub refuses_more: bool,
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Body {
    /// Whether a request without one is refused.
    pub required: bool,
    /// The forms in which it may come.
    pub content: Vec<Content>,
}

/// A body in one form.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// Its media type.
    pub content_type: String,
    /// Its schema, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
}

/// An answer that a route gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The forms in which its body may come; none for an answer without a body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Content>,
    /// The headers that it may have, beside those of every answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
}

/// A header of an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Header {
    /// Its name, in lower case.
    pub name: String,
    /// Whether every such answer has it.
    pub required: bool,
    /// What it says.
    pub summary: String,
}

/// A status that a route refuses a request with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// When it does.
    pub when: String,
    /// Its body, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<RefusalBody>,
    /// The headers that it has, beside those of every answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
}

/// What is known of the body of an error.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RefusalBody {
    /// The sentence, where it is always the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// Whether it may tell which parts of the request are at fault.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub details: bool,
    /// What stands beside the sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// A field in the body of an error.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its schema, where its type has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
}
