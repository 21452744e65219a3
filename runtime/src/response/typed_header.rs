//! Any answer with a header of the crate `headers`.

use http::HeaderValue;

use super::{COOKIE, IntoResponse, Response};
use crate::error::{Error, Result};
use crate::extract::{HeaderType, TypedHeader};
use crate::route::Description;

/// The answer with a header, in place of one that it has of that name, except that a `set-cookie` is another
/// cookie. An error has none of them.
#[diagnostic::do_not_recommend]
impl<H: HeaderType, T: IntoResponse> IntoResponse for (TypedHeader<H>, T) {
    fn describe(route: &mut Description) {
        T::describe(route);
        route.every_answer_has(H::name().as_str(), "");
    }

    fn into_response(self) -> Result<Response> {
        let name = H::name().as_str();
        let mut values: Vec<HeaderValue> = Vec::new();
        self.0.0.encode(&mut values);
        let mut response = self.1.into_response()?;
        response.headers.retain(|(known, _)| name == COOKIE || known != name);
        for value in values {
            let text = value.to_str().map_err(|error| {
                Error::internal(format!("header `{name}` is not visible ASCII")).caused_by(error)
            })?;
            response = response.header(name, text.to_owned());
        }
        Ok(response)
    }
}
