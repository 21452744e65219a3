//! Any answer with another status, or with more headers: a pair whose second part is the answer.

use std::borrow::Cow;

use http::StatusCode;

use super::{COOKIE, IntoResponse, Response};
use crate::error::Result;
use crate::route::Description;

/// The answer with another status, which is 200 to 599. An error keeps its own.
///
/// The type does not say which status it is. A route that returns one is described by the answers of `T`, and as
/// one that may answer others.
///
/// # Examples
///
/// ```
/// use fingerpost::{IntoResponse, Json, StatusCode};
///
/// let answer = (StatusCode::MULTI_STATUS, Json([207, 404]));
/// assert_eq!(answer.into_response().unwrap().status(), 207);
/// ```
#[diagnostic::do_not_recommend]
impl<T: IntoResponse> IntoResponse for (StatusCode, T) {
    fn describe(route: &mut Description) {
        <(u16, T)>::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        (self.0.as_u16(), self.1).into_response()
    }
}

/// As `(StatusCode, T)`. A number that is not the status of a response is a 500.
#[diagnostic::do_not_recommend]
impl<T: IntoResponse> IntoResponse for (u16, T) {
    fn describe(route: &mut Description) {
        T::describe(route);
        route.answers_more();
    }

    fn into_response(self) -> Result<Response> {
        Ok(Response { status: self.0, ..self.1.into_response()? })
    }
}

/// The answer with another status and more headers: `(status, (headers, T))`.
#[diagnostic::do_not_recommend]
impl<K, V, T, const N: usize> IntoResponse for (StatusCode, [(K, V); N], T)
where
    K: Into<Cow<'static, str>>,
    V: Into<Cow<'static, str>>,
    T: IntoResponse,
{
    fn describe(route: &mut Description) {
        <([(K, V); N], T)>::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        (self.0, (self.1, self.2)).into_response()
    }
}

/// The answer with more headers. One of these takes the place of what the answer has of that name, except that a
/// `set-cookie` is another cookie. An error has none of them.
///
/// # Examples
///
/// ```
/// use fingerpost::{IntoResponse, StatusCode};
///
/// let calendar = [("content-type", "text/calendar"), ("cache-control", "max-age=60")];
/// let answer = (StatusCode::OK, (calendar, "BEGIN:VCALENDAR"));
/// assert_eq!(answer.into_response().unwrap().status(), 200);
/// ```
#[diagnostic::do_not_recommend]
impl<K, V, T, const N: usize> IntoResponse for ([(K, V); N], T)
where
    K: Into<Cow<'static, str>>,
    V: Into<Cow<'static, str>>,
    T: IntoResponse,
{
    fn describe(route: &mut Description) {
        T::describe(route);
        route.answers_more();
    }

    fn into_response(self) -> Result<Response> {
        let mut response = self.1.into_response()?;
        let before = response.headers.len();
        for (name, value) in self.0 {
            response = response.header(name, value);
        }
        let added = response.headers.split_off(before);
        let replaced = |name: &str| name != COOKIE && added.iter().any(|(other, _)| other == name);
        response.headers.retain(|(name, _)| !replaced(name));
        response.headers.extend(added);
        Ok(response)
    }
}
