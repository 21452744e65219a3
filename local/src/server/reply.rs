//! What the local cloud answers by itself, in the form of API Gateway's own answers:
//! `{"message":"…"}`.

use axum::body::Bytes;
use axum::http::{HeaderValue, Response, StatusCode, header};
use http_body_util::Full;

/// A response whose body is at hand.
pub(crate) type Reply = Response<Full<Bytes>>;

/// Stands in a reply's extensions where the connection is cut instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut;

/// No answer at all.
pub(crate) fn cut() -> Reply {
    let mut cut = Reply::default();
    cut.extensions_mut().insert(Cut);
    cut
}

/// An answer that no function made.
pub(crate) fn of_its_own(status: StatusCode, message: &str) -> Reply {
    let mut response = Response::new(Full::from(body(message)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// The form of API Gateway's own bodies.
pub(crate) fn body(message: &str) -> String {
    serde_json::json!({ "message": message }).to_string()
}

/// `JCJP4iwYPHcEJgQ=`.
pub(crate) fn request_id() -> String {
    base64_simd::URL_SAFE.encode_to_string(&uuid::Uuid::new_v4().as_bytes()[..11])
}
