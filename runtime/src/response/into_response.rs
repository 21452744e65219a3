//! What a route may return, and the response that each becomes.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Response, URL};
use crate::error::{AnswerError, Error, Result};
use crate::extract::Json;
use crate::route::Description;
use crate::route::describe::{Answer, Content};

/// Anything a route may return.
///
/// | type | response |
/// |---|---|
/// | [`Json<T>`] | 200, `application/json` |
/// | [`Created<T>`] | 201, `Location`, `application/json` |
/// | [`Accepted<T>`](crate::Accepted) | 202, `application/json` |
/// | [`NoContent`], `()` | 204 |
/// | [`Redirect`](crate::Redirect) | 303, 307 or 308, `Location` |
/// | [`Page<T>`](crate::Page) | 200, a JSON array, `Link` to the next page |
/// | `String`, `&'static str`, `Cow<'static, str>` | 200, `text/plain; charset=utf-8` |
/// | [`Html<T>`](crate::Html) | 200, `text/html; charset=utf-8` |
/// | [`File`](crate::File) | 200, its own content type, `Content-Disposition` |
/// | `Vec<u8>`, `bytes::Bytes`, `&'static [u8]` | 200, `application/octet-stream` |
/// | [`StatusCode`](crate::StatusCode) | this status without a body, or an [`Error`] with it |
/// | `(StatusCode, T)`, `(u16, T)` | `T` with this status |
/// | `([("name", "value"); N], T)` | `T` with these headers |
/// | `(StatusCode, [("name", "value"); N], T)` | `T` with this status and these headers |
/// | `(TypedHeader<H>, T)` | `T` with this header, with the feature `headers` |
/// | `(SetCookie, T)`, `([SetCookie; N], T)` | `T` with these [cookies](crate::SetCookie) |
/// | [`Tagged<T>`](crate::Tagged) | `T` with an `ETag`, or 304 |
/// | `Option<T>` | `T`, or 404 `{"error":"Not found"}` |
/// | `Result<T, E>` | `T`, or the [error](AnswerError) |
/// | [`Response`] | itself |
/// | `http::Response<lambda_http::Body>` | the same, with the feature `lambda_http` |
///
/// # Errors
///
/// An error becomes the response: 4xx with its sentence, 5xx without.
///
/// ```
/// use fingerpost::describe::{Answer, Content};
/// use fingerpost::{Description, IntoResponse, Response, Result};
///
/// struct Csv(String);
///
/// impl IntoResponse for Csv {
///     fn describe(route: &mut Description) {
///         route.answer(Answer::new(200).body(Content::new("text/csv")));
///     }
///
///     fn into_response(self) -> Result<Response> {
///         Ok(Response::new(200).header("content-type", "text/csv").body(self.0))
///     }
/// }
/// # assert_eq!(Csv(String::new()).into_response().unwrap().status(), 200);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an answer that a route can give",
    label = "not an answer",
    note = "a route returns `Json<T>`, `Created<T>`, `Accepted<T>`, `NoContent`, `Redirect`, `Page<T>`, `Html<T>`, text, bytes, `File`, `Tagged<T>`, `StatusCode`, `Response`, or an `Option` or `Result` of one",
    note = "`(StatusCode, T)` is an answer with another status, `([(\"name\", \"value\")], T)` one with more headers, `(SetCookie, T)` one that sets a cookie",
    note = "for a type of your own, implement `fingerpost::IntoResponse`"
)]
pub trait IntoResponse {
    /// Says what it answers. A type that says nothing may answer anything.
    fn describe(route: &mut Description) {
        route.answers_more();
    }

    /// Turns the value into a response.
    #[allow(clippy::missing_errors_doc)] // on the trait, once
    fn into_response(self) -> Result<Response>;
}

/// What a JSON body can be written of: anything that derives `Serialize`, and `JsonSchema` so that the
/// API can describe it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be answered as JSON",
    label = "holds a type that no answer can be made of",
    note = "write `#[derive(Serialize, JsonSchema)]` above each type of yours in `{Self}`, and above the types of its fields"
)]
pub trait IntoJson: Serialize + JsonSchema {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + JsonSchema> IntoJson for T {}

/// 201: something was made, and here is where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created<T> {
    location: String,
    body: T,
}

impl<T> Created<T> {
    /// `location` is the new thing's path, `/events/42`. What cannot stand in a URL is
    /// percent-encoded; a `/`, `?` or `#` inside of a segment has to be already.
    pub fn at(location: impl AsRef<str>, body: T) -> Self {
        Self { location: utf8_percent_encode(location.as_ref(), URL).to_string(), body }
    }

    /// What was made.
    pub(super) fn body(&self) -> &T {
        &self.body
    }
}

/// 204: done, nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

impl IntoResponse for Response {
    fn into_response(self) -> Result<Response> {
        Ok(self)
    }
}

impl<T: IntoJson> IntoResponse for Json<T> {
    fn describe(route: &mut Description) {
        route.answer(Answer::new(200).body(Content::json::<T>()));
    }

    fn into_response(self) -> Result<Response> {
        Response::json(200, &self.0)
    }
}

impl<T: IntoJson> IntoResponse for Created<T> {
    fn describe(route: &mut Description) {
        let body = Content::json::<T>();
        route.answer(Answer::new(201).body(body).header("location", "The path of what was made"));
    }

    fn into_response(self) -> Result<Response> {
        Ok(Response::json(201, &self.body)?.header("location", self.location))
    }
}

impl IntoResponse for NoContent {
    fn describe(route: &mut Description) {
        route.answer(Answer::new(204));
    }

    fn into_response(self) -> Result<Response> {
        Ok(Response::new(204))
    }
}

impl IntoResponse for () {
    fn describe(route: &mut Description) {
        NoContent::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        NoContent.into_response()
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

impl IntoResponse for String {
    fn describe(route: &mut Description) {
        route.answer(Answer::new(200).body(Content::new(TEXT).of::<Self>()));
    }

    fn into_response(self) -> Result<Response> {
        Ok(Response::new(200).header("content-type", TEXT).body(self))
    }
}

impl IntoResponse for &'static str {
    fn describe(route: &mut Description) {
        String::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        self.to_owned().into_response()
    }
}

impl IntoResponse for Cow<'static, str> {
    fn describe(route: &mut Description) {
        String::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        self.into_owned().into_response()
    }
}

impl<T: IntoJson> IntoResponse for crate::Page<T> {
    fn describe(route: &mut Description) {
        let body = Content::json::<Vec<T>>();
        let link = "The next page, while there is one: `<…>; rel=\"next\"`";
        route.answer(Answer::new(200).body(body).optional_header("link", link));
        route.pages();
    }

    fn into_response(self) -> Result<Response> {
        let response = Response::json(200, &self.items)?;
        Ok(match self.next {
            Some(cursor) => response.next_page(cursor.to_string()),
            None => response,
        })
    }
}

impl<T: IntoResponse> IntoResponse for Option<T> {
    fn describe(route: &mut Description) {
        T::describe(route);
        route.refuses(404, "there is none");
    }

    fn into_response(self) -> Result<Response> {
        self.ok_or_else(|| Error::not_found("Not found"))?.into_response()
    }
}

impl<T: IntoResponse, E: AnswerError> IntoResponse for Result<T, E> {
    fn describe(route: &mut Description) {
        T::describe(route);
        E::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        self.map_err(E::into_error)?.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_url_whatever_the_client_sent() {
        let created = Created::at("/notes/Zo\u{eb} \n/a%2Fb?c=1", ());
        assert_eq!(created.location, "/notes/Zo%C3%AB%20%0A/a%2Fb?c=1");
    }
}
