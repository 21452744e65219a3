//! SQS's JSON protocol, as far as messages are sent by it.

use http::{HeaderName, StatusCode};
use serde::{Deserialize, Serialize};

use crate::aws::call::Answer;

/// The operation that a request asks for.
pub(super) const TARGET: HeaderName = HeaderName::from_static("x-amz-target");
/// The media type of requests.
pub(super) const JSON: &str = "application/x-amz-json-1.0";

/// One message, as `SendMessage` takes it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendMessage<'c> {
    pub(super) queue_url: &'c str,
    #[serde(flatten)]
    pub(super) message: How<'c>,
}

/// A message and how it is sent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct How<'c> {
    pub(super) message_body: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delay_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_group_id: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_deduplication_id: Option<&'c str>,
}

/// Up to ten messages, as `SendMessageBatch` takes them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendMessageBatch<'c> {
    pub(super) queue_url: &'c str,
    pub(super) entries: Vec<Entry<'c>>,
}

/// One message of a batch.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Entry<'c> {
    /// Its place among all messages.
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) message: How<'c>,
}

/// What SQS says of a message that it took.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Sent {
    pub(super) message_id: String,
    pub(super) sequence_number: Option<String>,
}

/// What SQS says of a batch.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SentBatch {
    #[serde(default)]
    pub(super) successful: Vec<Taken>,
    #[serde(default)]
    pub(super) failed: Vec<Refused>,
}

/// A message of a batch that was taken.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Taken {
    pub(super) id: String,
}

/// A message of a batch that was not taken.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Refused {
    pub(super) id: String,
    #[serde(default)]
    pub(super) sender_fault: bool,
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) message: Option<String>,
}

/// An error's code, without the namespace, and its message.
pub(super) fn refusal(_: StatusCode, answer: &Answer) -> (String, String) {
    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Body {
        #[serde(rename = "__type")]
        kind: String,
        #[serde(alias = "Message")]
        message: String,
    }
    let body: Body = serde_json::from_slice(&answer.body).unwrap_or_default();
    let kind = body.kind.rsplit('#').next().unwrap_or_default();
    (if kind.is_empty() { "an error without a code" } else { kind }.to_owned(), body.message)
}
