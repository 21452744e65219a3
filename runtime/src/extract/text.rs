//! A body that is plain text.

use std::borrow::Cow;

use super::body::bounded_body;
use super::{FromRequest, OptionalFromRequest};
use crate::error::{Error, Result};
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::Content;

/// The body as UTF-8 text, whatever its content type.
///
/// A request without a body has the empty text; [`Option<Text>`](FromRequest) is `None` there.
///
/// # Errors
///
/// 400 when the body is not UTF-8. 413 when it is over 1 MB, or over the route's `body_limit`.
///
/// # Examples
///
/// ```
/// use fingerpost::{Json, Text, route};
///
/// /// Counts the lines of a text.
/// #[route(POST, "/lines", body_limit = 65536)]
/// async fn lines(Text(text): Text) -> Json<usize> {
///     Json(text.lines().count())
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub String);

impl FromRequest for Text {
    const READS_BODY: bool = true;

    fn describe(route: &mut Description) {
        // An empty text is a text, so no body is required.
        route.optional_body(Content::new("text/plain").of::<String>());
        route.refuses(400, "the body is not UTF-8");
        route.refuses(413, "the body is too large");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let text = match bounded_body(request)? {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(str::to_owned),
            Cow::Owned(bytes) => String::from_utf8(bytes).map_err(|error| error.utf8_error()),
        };
        text.map(Self).map_err(|error| Error::whole_body(400, "Request body is not UTF-8").caused_by(error))
    }
}

impl OptionalFromRequest for Text {}
