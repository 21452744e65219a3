//! Attempts that did not succeed, in the log at `debug`. The SDK makes a call again after some of them, for
//! example after it was throttled, and says nothing of it when that succeeds.

use std::fmt::Display;

use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::{Request, StatusCode};
use tracing::Level;

use super::capacity::TARGET;

/// The operation that a request asks for.
pub(super) fn operation(request: &Request<SdkBody>) -> &str {
    let target = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
    target.and_then(|target| target.rsplit('.').next()).unwrap_or_default()
}

/// One attempt of a call, where the log would show it.
pub(super) struct Attempt(Option<String>);

impl Attempt {
    pub(super) fn of(request: &Request<SdkBody>) -> Self {
        let shown = tracing::enabled!(target: TARGET, Level::DEBUG);
        Self(shown.then(|| operation(request).to_owned()))
    }

    /// Logs an answer that is an error of DynamoDB's.
    pub(super) fn answered(&self, status: StatusCode, body: &Bytes) {
        if let Some(action) = self.0.as_ref().filter(|_| !status.is_success()) {
            let error = error_type(body);
            let status = status.as_u16();
            tracing::debug!(target: TARGET, action, status, error, "DynamoDB refused an attempt");
        }
    }

    /// Logs that there was no answer.
    pub(super) fn unanswered(&self, error: &dyn Display) {
        if let Some(action) = &self.0 {
            tracing::debug!(target: TARGET, action, %error, "DynamoDB did not answer an attempt");
        }
    }
}

/// The name of an error: `ThrottlingException` of `{"__type":"com.amazonaws.dynamodb.v20120810#Throttling…"}`.
fn error_type(body: &[u8]) -> &str {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let after = text.split_once("\"__type\"").and_then(|(_, rest)| rest.split('"').nth(1));
    after.map(|name| name.rsplit('#').next().unwrap_or(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::error_type;

    #[test]
    fn an_error_is_told_by_its_name() {
        let body = br#"{"message":"slow","__type" : "com.amazonaws.dynamodb.v20120810#ThrottlingException"}"#;
        assert_eq!(error_type(body), "ThrottlingException");
        assert_eq!((error_type(br#"{"__type":"X"}"#), error_type(b"<html>")), ("X", ""));
    }
}
