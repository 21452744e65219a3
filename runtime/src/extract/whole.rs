//! The request and response of `lambda_http`, for handlers and libraries written for it: built
//! when a signature asks, and paid for by nobody else.

use http::HeaderValue;
use lambda_http::{Body, RequestExt};

use super::FromRequest;
use crate::error::{Error, Result};
use crate::request::Request;
use crate::response::{IntoResponse, Response};

impl FromRequest for lambda_http::Request {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let whole = lambda_http::request::from_reader(request.event.json).map_err(|error| {
            Error::bad_request("not an event that `lambda_http` can read").caused_by(error)
        })?;
        Ok(whole.with_lambda_context(request.invocation.clone()))
    }
}

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
