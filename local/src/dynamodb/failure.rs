//! What the door answers when it refuses or the database fails: a status and DynamoDB's envelope.

use axum::http::StatusCode;
use dynoxide::DynoxideError;
use serde_json::json;

/// An answer that is not a result.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: StatusCode,
    pub(crate) body: String,
}

impl Failure {
    /// An error of the machinery in front of every AWS service of this kind, in whose body `message`
    /// is in lower case.
    pub(crate) fn service(kind: &str, message: &str) -> Self {
        let body = json!({ "__type": format!("com.amazon.coral.service#{kind}"), "message": message });
        Self { status: StatusCode::BAD_REQUEST, body: body.to_string() }
    }

    /// A request that cannot be read.
    pub(crate) fn serialization(message: impl Into<String>) -> Self {
        DynoxideError::SerializationException(message.into()).into()
    }

    /// An error that has been logged already.
    pub(crate) fn internal(message: &str) -> Self {
        let body = DynoxideError::InternalServerError(message.to_owned()).to_json();
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, body }
    }

    /// The operation is unknown, or there is none.
    pub(crate) fn unknown_operation() -> Self {
        let body = json!({ "__type": "com.amazon.coral.service#UnknownOperationException" });
        Self { status: StatusCode::BAD_REQUEST, body: body.to_string() }
    }

    /// The method, path or media type is not one of DynamoDB's.
    pub(crate) fn not_found() -> Self {
        let body = "<UnknownOperationException/>\n".to_owned();
        Self { status: StatusCode::NOT_FOUND, body }
    }

    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl From<DynoxideError> for Failure {
    fn from(error: DynoxideError) -> Self {
        let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_server_error() {
            crate::terminal::say(format_args!("DynamoDB: {}", super::file::said_plainly(&error)));
        }
        Self { status, body: error.to_json() }
    }
}
