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
}

/// What one route takes and gives.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
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
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// When it does.
    pub when: String,
}
