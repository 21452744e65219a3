//! An error as the response that a client gets: a sentence for its own mistakes, nothing of ours.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use http::StatusCode;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Response;
use crate::error::{Detail, Error};

/// What a client may know of an error: what [`Api::error_body`](crate::Api::error_body) makes a response of.
///
/// Of a 5xx it is the status and `Internal server error`; the log has the rest. As JSON it is
/// `{"error":"…"}`, with `details` where parts of the request are at fault, and with the error's own fields.
#[derive(Debug, Clone, Copy)]
pub struct Failure<'a> {
    error: &'a Error,
    request_id: &'a str,
}

impl<'a> Failure<'a> {
    /// The status, 400 to 599.
    pub fn status(&self) -> u16 {
        self.error.status()
    }

    /// The sentence for the client.
    pub fn message(&self) -> &'a str {
        if self.is_masked() { "Internal server error" } else { self.error.message() }
    }

    /// The parts of the request that are at fault.
    pub fn details(&self) -> &'a [Detail] {
        match self.error.details() {
            // One that is about the body as a whole says no more than the sentence, unless it is another.
            [one] if one.field().is_empty() && self.error.says(one) => &[],
            _ if self.is_masked() => &[],
            details => details,
        }
    }

    /// The error's own fields, by name.
    pub fn fields(&self) -> &'a [(Cow<'static, str>, Value)] {
        if self.is_masked() { &[] } else { self.error.fields() }
    }

    /// Lambda's id of the request, by which it is found in the log.
    pub fn request_id(&self) -> &'a str {
        self.request_id
    }

    fn is_masked(&self) -> bool {
        self.status() >= 500
    }
}

impl Serialize for Failure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("error", self.message())?;
        if !self.details().is_empty() {
            body.serialize_entry("details", self.details())?;
        }
        for (name, value) in self.fields() {
            body.serialize_entry(name, value)?;
        }
        body.end()
    }
}

/// How an API writes the bodies of its errors, where it can.
pub(crate) type ErrorBody = dyn Fn(&Failure<'_>) -> Option<Response> + Send + Sync;

/// A function that writes the bodies of errors, whose panics and mistakes are contained.
pub(crate) fn error_body(write: impl Fn(&Failure<'_>) -> Response + Send + Sync + 'static) -> Arc<ErrorBody> {
    Arc::new(move |failure| written(&write, failure))
}

/// The response, which logs what led to it.
pub(crate) fn of(error: &Error, request_id: &str, body: Option<&ErrorBody>) -> Response {
    let status = error.status();
    if status >= 500 {
        tracing::error!(request_id, status, error = %error.chain(), "request failed");
    } else if error.has_cause() {
        tracing::debug!(request_id, status, error = %error.chain(), "request refused");
    }
    let failure = Failure { error, request_id };
    let mut response =
        body.and_then(|body| body(&failure)).unwrap_or_else(|| json(status, "application/json", &failure));
    for (name, value) in error.headers() {
        response = response.header(name.clone(), value.clone());
    }
    if status >= 500 { response.header("x-request-id", request_id.to_owned()) } else { response }
}

/// The response that the API's own function makes, if it makes one that can be sent.
fn written(write: &dyn Fn(&Failure<'_>) -> Response, failure: &Failure<'_>) -> Option<Response> {
    // What panics has its place in the log already.
    let response = catch_unwind(AssertUnwindSafe(|| write(failure))).ok()?;
    match response.check() {
        Ok(()) => Some(response),
        Err(error) => {
            tracing::error!(request_id = failure.request_id, error = %error.chain(), "`error_body` failed");
            None
        }
    }
}

/// How the bodies of errors are written, by a failure for which the function is asked.
#[cfg(feature = "local")]
pub(crate) fn described(body: Option<&ErrorBody>) -> fingerpost_manifest::description::ErrorBody {
    use fingerpost_manifest::description::ErrorBody as Described;
    let error = Error::invalid(Detail::query("page", "must be a number"));
    let failure = Failure { error: &error, request_id: "00000000-0000-0000-0000-000000000000" };
    let Some(response) = body.and_then(|body| body(&failure)) else { return Described::Ours };
    if response == problem_json(&failure) {
        return Described::Problem;
    }
    let declared = response.headers.into_iter().find(|(name, _)| name == "content-type");
    // What API Gateway says where the function says nothing.
    Described::Other(
        declared.map_or_else(|| "text/plain; charset=utf-8".to_owned(), |(_, value)| value.into_owned()),
    )
}

fn json(status: u16, content_type: &'static str, body: &impl Serialize) -> Response {
    // Texts, and fields that are JSON already, can always be written.
    let body = serde_json::to_vec(body).unwrap_or_default();
    Response::new(status).header("content-type", content_type).body(body)
}

/// Writes an error as RFC 9457 has it, `application/problem+json`.
///
/// The sentence is the `detail`, the parts of the request that are at fault are the extension `errors`, and
/// the error's own fields are extensions, too.
///
/// # Examples
///
/// ```
/// use fingerpost::{Api, problem_json};
///
/// let api = Api::new("orders").error_body(problem_json);
/// # let _ = api;
/// ```
pub fn problem_json(failure: &Failure<'_>) -> Response {
    json(failure.status(), "application/problem+json", &Problem(failure))
}

struct Problem<'a>(&'a Failure<'a>);

/// The members that RFC 9457 defines, and `errors`.
const MEMBERS: [&str; 6] = ["type", "title", "status", "detail", "instance", "errors"];

impl Serialize for Problem<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let failure = self.0;
        let mut problem = serializer.serialize_map(None)?;
        let status = StatusCode::from_u16(failure.status()).ok();
        if let Some(title) = status.and_then(|status| status.canonical_reason()) {
            problem.serialize_entry("title", title)?;
        }
        problem.serialize_entry("status", &failure.status())?;
        problem.serialize_entry("detail", failure.message())?;
        if !failure.details().is_empty() {
            problem.serialize_entry("errors", failure.details())?;
        }
        for (name, value) in failure.fields().iter().filter(|(name, _)| !MEMBERS.contains(&&**name)) {
            problem.serialize_entry(name, value)?;
        }
        problem.end()
    }
}
