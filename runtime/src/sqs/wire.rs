//! SQS's JSON protocol, as far as messages are sent by it.

use serde::{Deserialize, Serialize};

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
