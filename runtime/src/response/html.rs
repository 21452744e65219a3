//! A page as an answer, for routes that a browser shows.

use bytes::Bytes;

use super::{IntoResponse, Response};
use crate::error::Result;
use crate::route::Description;
use crate::route::describe::{Answer, Content};

const HTML: &str = "text/html; charset=utf-8";

/// 200: a page of HTML, as it is.
///
/// Nothing is escaped. A text that came from outside is escaped before it becomes part of a page, as engines for
/// templates do.
///
/// # Examples
///
/// ```
/// use fingerpost::{Html, route};
///
/// /// Shows how to begin.
/// #[route(GET, "/")]
/// async fn home() -> Html<&'static str> {
///     Html("<!doctype html><title>Home</title><p>Welcome")
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Html<T>(pub T);

impl<T: Into<Bytes>> IntoResponse for Html<T> {
    fn describe(route: &mut Description) {
        route.answer(Answer::new(200).body(Content::new(HTML).of::<String>()));
    }

    fn into_response(self) -> Result<Response> {
        Ok(Response::new(200).header("content-type", HTML).body(self.0))
    }
}
