//! The request and response of `lambda_http`, for handlers and libraries written for it: built
//! when a signature asks, and paid for by nobody else.

use std::panic::catch_unwind;

use http::HeaderValue;
use lambda_http::{Body, RequestExt};

use super::FromRequest;
use crate::error::{Error, Result};
use crate::request::Request;
use crate::response::{IntoResponse, Response};

/// Its `uri()` is made by `lambda_http` of the decoded path, so that `%23` in a segment ends it
/// and `..%2F` climbs: match and authorize by path parameters, as the gateway does.
#[diagnostic::do_not_recommend]
impl FromRequest for lambda_http::Request {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let json = request.event.json;
        let refused = || Error::bad_request("Invalid request: its host, path, query or body cannot be read");
        // It panics where a part of the request is not what it expects.
        let whole = catch_unwind(|| lambda_http::request::from_reader(json)).map_err(|_| refused())?;
        Ok(whole.map_err(|error| refused().caused_by(error))?.with_lambda_context(request.invocation.clone()))
    }
}

#[diagnostic::do_not_recommend]
impl IntoResponse for http::Response<Body> {
    fn into_response(self) -> Result<Response> {
        let (parts, body) = self.into_parts();
        let mut response = Response::new(parts.status.as_u16());
        for (name, value) in &parts.headers {
            let value = HeaderValue::to_str(value)
                .map_err(|error| Error::internal(format!("header `{name}` is not text")).caused_by(error))?;
            response = response.header(name.as_str().to_owned(), value.to_owned());
        }
        Ok(match body {
            Body::Text(text) => response.body(text),
            Body::Binary(bytes) => response.body(bytes),
            _ => response,
        })
    }
}
