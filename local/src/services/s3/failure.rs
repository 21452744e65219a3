//! S3's errors: a status, a code and a sentence, as XML.

use std::io;

use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use serde_json::Value;

use crate::dynamodb;
use crate::faults::Fault;

/// A request that is refused.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: StatusCode,
    code: String,
    message: String,
}

impl Failure {
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into() }
    }

    pub(super) fn denied(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "AccessDenied", message)
    }

    pub(super) fn signature() -> Self {
        let message = "The request signature we calculated does not match the signature you provided. Check your \
                       key and signing method.";
        Self::new(StatusCode::FORBIDDEN, "SignatureDoesNotMatch", message)
    }

    /// What S3 says of a fault that a test plans, if the request can have it.
    pub(super) fn planned(fault: Fault, parts: &Parts) -> Option<Self> {
        let condition = [header::IF_MATCH, header::IF_NONE_MATCH];
        let is_conditional =
            parts.method == Method::PUT && condition.into_iter().any(|name| parts.headers.contains_key(name));
        match fault {
            Fault::Throttle => Some(Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "SlowDown",
                "Please reduce your request rate.",
            )),
            Fault::Internal => {
                Some(Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "a test planned it"))
            }
            Fault::ConditionFailed if is_conditional => {
                let message = "At least one of the pre-conditions you specified did not hold";
                Some(Self::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message))
            }
            Fault::Conflict if is_conditional => {
                let message = "The conditional request cannot succeed due to a conflicting operation against \
                               this resource.";
                Some(Self::new(StatusCode::CONFLICT, "ConditionalRequestConflict", message))
            }
            _ => None,
        }
    }

    pub(super) fn missing() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NoSuchKey", "The specified key does not exist.")
    }

    /// What this S3 does not do.
    pub(super) fn not_implemented(what: &str) -> Self {
        let message = format!("the local S3 does not do this: {what}");
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
    }

    /// What signature version 4 refuses, in the words of the services with JSON, as S3 says it.
    pub(super) fn of(refused: &dynamodb::Failure) -> Self {
        let body: Value = serde_json::from_str(&refused.body).unwrap_or_default();
        let kind = body["__type"].as_str().unwrap_or_default().rsplit('#').next().unwrap_or_default();
        let message = body["message"].as_str().unwrap_or_default().to_owned();
        match kind {
            "MissingAuthenticationTokenException" => Self::denied("Access Denied"),
            "IncompleteSignatureException" => {
                Self::new(StatusCode::BAD_REQUEST, "AuthorizationHeaderMalformed", message)
            }
            _ if message.starts_with("Signature expired") || message.starts_with("Signature not yet") => {
                let message = "The difference between the request time and the current time is too large.";
                Self::new(StatusCode::FORBIDDEN, "RequestTimeTooSkewed", message)
            }
            _ if message.starts_with("Credential") => {
                Self::new(StatusCode::BAD_REQUEST, "AuthorizationHeaderMalformed", message)
            }
            _ => Self::signature(),
        }
    }

    /// `<Error>` with what there is to say.
    pub(super) fn xml(&self) -> String {
        let (code, message) = (&self.code, escaped(&self.message));
        let id = uuid::Uuid::new_v4().simple();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message>\
             <RequestId>{id}</RequestId></Error>"
        )
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        crate::terminal::say(format_args!("S3: {error}"));
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalError", "the local S3 cannot keep its objects")
    }
}

/// A text inside of an element. Characters that XML cannot have are shown as `?`.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'.. => escaped.push(c),
            _ => escaped.push('?'),
        }
    }
    escaped
}
