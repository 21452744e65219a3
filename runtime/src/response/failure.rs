//! An error as the response that a client gets: a sentence for its own mistakes, nothing of ours.

use serde::Serialize;

use super::Response;
use crate::error::Error;

/// The response, which logs what led to it.
pub(crate) fn of(error: &Error, request_id: &str) -> Response {
    let status = error.status();
    if status >= 500 {
        tracing::error!(request_id, status, error = %error.chain(), "request failed");
        return sentence(status, "Internal server error").header("x-request-id", request_id.to_owned());
    }
    if error.has_cause() {
        tracing::debug!(request_id, status, error = %error.chain(), "request refused");
    }
    sentence(status, error.message())
}

fn sentence(status: u16, sentence: &str) -> Response {
    // A struct: a `Value` would be a map made for one field.
    #[derive(Serialize)]
    struct Body<'s> {
        error: &'s str,
    }
    // Text can always be written.
    let body = serde_json::to_vec(&Body { error: sentence }).unwrap_or_default();
    Response::new(status).header("content-type", "application/json").body(body)
}
