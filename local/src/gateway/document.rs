//! `GET /openapi.json`, which the local gateway answers by itself where no route takes it: a tool that is
//! pointed at `serve` knows the API. API Gateway has no such path.

use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use http_body_util::Full;

use super::Gateway;
use crate::server::reply::{self, Reply};

/// Where the document is.
pub(super) const PATH: &str = "/openapi.json";

impl<F> Gateway<F> {
    /// The document of this API as it is served to the host, if it is asked for.
    pub(super) fn own_document(&self, parts: &Parts, host: &str) -> Option<Reply> {
        let document = self.document.as_ref()?;
        if parts.method != Method::GET || parts.uri.path() != PATH {
            return None;
        }
        let json = match document.clone().served_at(format!("http://{host}")).to_json() {
            Ok(json) => json,
            Err(why) => {
                crate::terminal::say(format_args!("{PATH}: {why}"));
                return Some(reply::of_its_own(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"));
            }
        };
        let mut reply = Reply::new(Full::from(json));
        reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Some(reply)
    }
}
