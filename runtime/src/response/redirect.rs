//! An answer that sends the client to another URL.

use percent_encoding::utf8_percent_encode;

use super::{IntoResponse, Response, URL};
use crate::error::Result;
use crate::route::Description;
use crate::route::describe::Answer;

/// 303, 307 or 308: what the client wants is at another URL.
///
/// The location is a path or a whole URL. What cannot stand in a URL is percent-encoded; a `/`, `?` or `#`
/// inside of a segment has to be already. A location that a client chose leads wherever the client wants, to
/// another site, too: `//example.com` is one. Compare it with the locations that you know.
///
/// The type does not say which of the three statuses it is, so that a route which returns one is described
/// with all of them.
///
/// # Examples
///
/// ```
/// use fingerpost::{Redirect, route};
///
/// /// Finds a note by its former id.
/// #[route(GET, "/old-notes/<id>")]
/// async fn old_note(id: u32) -> Redirect {
///     Redirect::permanent(format!("/notes/{id}"))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    status: u16,
    location: String,
}

impl Redirect {
    /// 303: the client gets the location with `GET`, whatever its own method was. This is the answer to a
    /// form that was sent.
    pub fn to(location: impl AsRef<str>) -> Self {
        Self::with(303, location.as_ref())
    }

    /// 307: the client sends the same request to the location, this time.
    pub fn temporary(location: impl AsRef<str>) -> Self {
        Self::with(307, location.as_ref())
    }

    /// 308: the client sends the same request to the location, from now on.
    pub fn permanent(location: impl AsRef<str>) -> Self {
        Self::with(308, location.as_ref())
    }

    fn with(status: u16, location: &str) -> Self {
        Self { status, location: utf8_percent_encode(location, URL).to_string() }
    }
}

impl IntoResponse for Redirect {
    fn describe(route: &mut Description) {
        for status in [303, 307, 308] {
            route.answer(Answer::new(status).header("location", "Where it is"));
        }
    }

    fn into_response(self) -> Result<Response> {
        Ok(Response::new(self.status).header("location", self.location))
    }
}
