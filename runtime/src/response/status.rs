//! A status as the whole answer.

use http::StatusCode;

use super::{IntoResponse, Response};
use crate::error::{Error, Result};
use crate::route::Description;

/// An answer without a body. A status of 400 and above is an [`Error`] in the status's own words,
/// `{"error":"Not Found"}`.
///
/// The type does not say which status it is, so a route that returns one may answer any.
///
/// # Examples
///
/// ```
/// use fingerpost::{IntoResponse, StatusCode};
///
/// assert_eq!(StatusCode::ACCEPTED.into_response().unwrap().status(), 202);
/// assert_eq!(StatusCode::NOT_FOUND.into_response().unwrap_err().status(), 404);
/// ```
impl IntoResponse for StatusCode {
    fn describe(route: &mut Description) {
        route.answers_more();
        route.refuses_more();
    }

    fn into_response(self) -> Result<Response> {
        let status = self.as_u16();
        if status < 400 {
            return Ok(Response::new(status));
        }
        Err(Error::new(status, self.canonical_reason().unwrap_or("The request was refused")))
    }
}
