//! How a handler gets its arguments: one trait, and the values that a path or query names.

mod body;
mod context;
mod document;
mod form;
#[cfg(feature = "lambda_http")]
mod lambda_http;
mod number;
mod pairs;
mod plain;
mod query;
mod text;

use std::future::{self, Future};

pub use body::{Body, FromJson, Headers, Json, RequestId};
pub use context::RequestContext;
pub use document::Document;
pub use form::Form;
pub use pairs::FromForm;
pub use query::QueryParams;
pub use text::Text;

use crate::error::{Error, Result};
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;

/// An argument that a route takes by its type.
///
/// | type | what it is | otherwise |
/// |---|---|---|
/// | [`Json<T>`] | the body as a `T` | 400 naming the field, 413, 415 |
/// | [`Document<T>`] | the body with every field it has, checked to be a `T` | 400, 413, 415 |
/// | [`QueryParams<T>`] | the query string as a `T` | 400 naming the parameter |
/// | [`Table<T, A>`](crate::Table) | a table, and what the route may do with it | |
/// | [`Form<T>`] | the body of an HTML form as a `T` | 400 naming the field, 413, 415 |
/// | [`Text`] | the body as text | 400, 413 |
/// | [`Headers`], [`Body`], [`RequestId`] | the parts of the request | 400 |
/// | [`RequestContext`] | the gateway's id, the source IP, the user agent, the time, the stage | |
/// | `lambda_http::Request` | the request as `lambda_http` has it, with the feature of that name | 400 |
/// | `Option` of `Json<T>`, `Form<T>` or `Text` | `None` when the request has no body | as without `Option` |
///
/// # Examples
///
/// An extractor of your own is a first-class citizen:
///
/// ```
/// use fingerpost::describe::Parameter;
/// use fingerpost::{Description, Error, FromRequest, Request, Result};
///
/// /// The API key that the caller sent.
/// struct ApiKey(String);
///
/// impl FromRequest for ApiKey {
///     fn describe(route: &mut Description) {
///         route.parameter(Parameter::header("x-api-key").summary("Who calls"));
///         route.refuses(401, "the API key is missing");
///     }
///
///     async fn from_request(request: &Request<'_>) -> Result<Self> {
///         let key = request.header("x-api-key");
///         Ok(Self(key.ok_or_else(|| Error::unauthorized("No API key"))?.into_owned()))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an argument that a route can take",
    label = "not an argument",
    note = "an argument is `Json<T>`, `Document<T>`, `Form<T>`, `Text`, `QueryParams<T>`, `Table<T, Actions>`, `Headers`, `Body`, `RequestId` or `RequestContext`; their `T` derives `Deserialize` and `JsonSchema`",
    note = "a value of the path or query is an argument whose name stands in the path: `\"/events/<id>?<limit>\"`",
    note = "for a type of your own, implement `fingerpost::FromRequest`"
)]
pub trait FromRequest: Sized + Send + 'static {
    /// Says what it reads of the request, and what it refuses. An argument that says nothing may read
    /// anything, and no check takes offence at it.
    fn describe(route: &mut Description) {
        route.reads_more();
    }

    /// Opens what outlives a request, once, at init.
    ///
    /// # Errors
    ///
    /// The function does not start, and the error is logged.
    fn open(resources: &mut Resources) -> impl Future<Output = Result<()>> + Send {
        let _ = resources;
        future::ready(Ok(()))
    }

    /// Takes the argument from the request.
    ///
    /// # Errors
    ///
    /// The error is the response: the client's 4xx or our 5xx.
    fn from_request(request: &Request<'_>) -> impl Future<Output = Result<Self>> + Send;
}

/// A value that stands in a path or query: anything that `FromStr` reads.
///
/// What it refuses is a 400 that names the parameter. To answer otherwise, take a `String`
/// and decide in the handler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a path or query",
    label = "not a path or query value",
    note = "a value of the path or query is `String`, a number, `bool`, `Uuid`, or any type that implements `FromStr` with an error that implements `Display`"
)]
pub trait FromParameter: Sized {
    /// Reads the decoded text.
    ///
    /// # Errors
    ///
    /// What is wrong with it, to follow "Invalid query parameter limit: ".
    fn from_parameter(text: &str) -> Result<Self, String>;
}

#[diagnostic::do_not_recommend]
impl<T> FromParameter for T
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    fn from_parameter(text: &str) -> Result<Self, String> {
        text.parse().map_err(|error: T::Err| error.to_string())
    }
}

/// `<id>` in the path.
pub(crate) fn path<T: FromParameter>(request: &Request<'_>, name: &'static str) -> Result<T> {
    let value = request.path_parameter(name);
    let value = value.ok_or_else(|| Error::internal(format!("the event has no path parameter `{name}`")))?;
    parameter("path", name, &value)
}

/// `?<limit>` of any type but the two below.
pub(crate) fn query<T: FromParameter>(request: &Request<'_>, name: &'static str) -> Result<T> {
    let value = query_optional(request, name)?;
    value.ok_or_else(|| Error::bad_request(format!("Missing query parameter: {name}")))
}

/// `?<limit>` of type `Option<T>`.
pub(crate) fn query_optional<T: FromParameter>(
    request: &Request<'_>,
    name: &'static str,
) -> Result<Option<T>> {
    let values = request.query_parameter(name)?;
    match values.as_slice() {
        [] => Ok(None),
        [value] => parameter("query", name, value).map(Some),
        more => {
            let count = more.len();
            Err(Error::bad_request(format!(
                "Invalid query parameter {name}: given {count} times, one expected"
            )))
        }
    }
}

/// `?<tag>` of type `Vec<T>`.
pub(crate) fn query_repeated<T: FromParameter>(request: &Request<'_>, name: &'static str) -> Result<Vec<T>> {
    request.query_parameter(name)?.iter().map(|value| parameter("query", name, value)).collect()
}

fn parameter<T: FromParameter>(place: &str, name: &str, value: &str) -> Result<T> {
    T::from_parameter(value)
        .map_err(|reason| Error::bad_request(format!("Invalid {place} parameter {name}: {reason}")))
}
