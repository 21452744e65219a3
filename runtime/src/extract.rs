//! How a handler gets its arguments: one trait, and the values that a path, query, header or cookie carries.

mod body;
mod caller;
mod candidates;
mod claims;
mod context;
mod deadline;
mod document;
mod form;
mod iam_caller;
pub(crate) mod identity;
mod if_match;
mod json;
#[cfg(feature = "lambda_http")]
mod lambda_http;
mod mistakes;
#[cfg(feature = "multipart")]
mod multipart;
mod number;
mod optional;
mod pairs;
pub(crate) mod parameter;
mod patch;
mod plain;
mod query;
mod repair;
pub(crate) mod scalar;
mod text;
#[cfg(feature = "headers")]
mod typed_header;
mod valid;
pub(crate) mod words;

use std::future::{self, Future};

pub use body::{Body, Headers, RequestId};
pub use caller::Caller;
pub(crate) use claims::one_claim;
pub use claims::{Claims, FromClaims};
pub use context::RequestContext;
pub use deadline::Deadline;
pub use document::Document;
pub use form::Form;
pub use iam_caller::IamCaller;
pub use if_match::{FromTag, IfMatch};
pub use json::{FromJson, Json};
#[cfg(feature = "multipart")]
pub use multipart::{Multipart, MultipartField};
pub use optional::OptionalFromRequest;
pub use pairs::FromForm;
pub use parameter::FromParameter;
pub use patch::Patch;
pub use query::QueryParams;
pub use text::Text;
#[cfg(feature = "headers")]
pub use typed_header::{HeaderType, TypedHeader};
pub use valid::{Reader, Rules, Valid};

use crate::error::Result;
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
/// | `Queue<M, A>` | a queue of SQS, and what the route may do with it, with the feature `sqs` | |
/// | `Bucket<B, A>` | a bucket of S3, and what the route may do with it, with the feature `s3` | |
/// | [`Form<T>`] | the body of an HTML form as a `T` | 400 naming the field, 413, 415 |
/// | `Multipart` | the body of a form with files, with the feature `multipart` | 400, 413, 415 |
/// | [`Valid<R>`] | what the reader `R` reads, where it keeps the rules of its type | 400 naming each field |
/// | [`Text`] | the body as text | 400, 413 |
/// | [`Idempotent<B>`](crate::Idempotent) | what `B` reads, of a request that is made once | 400, 409, 422 |
/// | [`Transaction<P>`](crate::Transaction) | writes of several items that are all made or none | |
/// | [`TransactGet<P>`](crate::TransactGet) | reads of several items at one moment | |
/// | [`IfMatch<V>`] | the version that the client saw last | 428, 412, 400 |
/// | `TypedHeader<H>` | a header as a type of the crate `headers`, with the feature of that name | 400 naming the header |
/// | [`Claims<T>`] | what the gateway knows of the caller | 403 |
/// | [`Owned<T>`](crate::Owned) | a table, of which the caller's own partition | 403 |
/// | [`IamCaller`] | who signed the request, with `auth = iam` | |
/// | [`Headers`], [`Body`], [`RequestId`] | the parts of the request | 400 |
/// | [`RequestContext`] | the gateway's id, the source IP, the user agent, the time, the stage | |
/// | [`State<T>`](crate::State) | what the process made before its first request | |
/// | a struct that derives [`Settings`](macro@crate::Settings) | what the function is deployed with | |
/// | [`Deadline`] | how much time is left | |
/// | `lambda_http::Request` | the request as `lambda_http` has it, with the feature of that name | 400 |
/// | `Option<E>` | what the argument `E` reads, or `None` where there is none, see [`OptionalFromRequest`] | as without `Option` |
/// | `Result<E, Error>` | what the argument `E` reads, or why it cannot | |
///
/// A request is refused with everything that is wrong with it: what its arguments refuse with
/// [details](crate::Detail) is one answer. An error without details ends the request by itself, and so does one that
/// has nothing to do with the rest: every status but 400, 412, 413, 415, 422 and 428, with details or without. The
/// extractors after it are not taken. Where what is told together has several statuses, such
/// as a 413 beside a query parameter's 400, the answer is a 400.
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
    note = "an argument is `Json<T>`, `Valid<Json<T>>`, `Document<T>`, `Form<T>`, `Text`, `QueryParams<T>`, `Table<T, Actions>`, `Transaction<P>`, `TransactGet<P>`, `Idempotent<B>`, `State<T>`, `Claims<T>`, `IamCaller`, `IfMatch<V>`, `Headers`, `Body`, `Deadline`, `RequestId`, `RequestContext`, or an `Option` or `Result` of one; their `T` derives `Deserialize` and `JsonSchema`",
    note = "with the features `multipart` and `headers`, `Multipart` and `TypedHeader<H>` are arguments, too",
    note = "a value of the path or query is an argument whose name stands in the path, `\"/events/<id>?<limit>\"`, and one of a header or cookie stands in `headers(…)` or `cookies(…)`; the query string as a struct is `QueryParams<T>`",
    note = "a struct that derives `fingerpost::Settings` is an argument, too; for any other type of your own, implement `fingerpost::FromRequest`"
)]
pub trait FromRequest: Sized + Send + 'static {
    /// Whether it reads the body. A route has one such argument.
    const READS_BODY: bool = false;

    /// Which caller it needs the gateway to know. On a route that asks for no such caller the argument does not
    /// compile.
    const CALLER: Caller = Caller::Any;

    /// Whether its request is made once, which needs a [`Transaction`](crate::Transaction) beside it. On a route
    /// without one the argument does not compile.
    const IDEMPOTENT: bool = false;

    /// Whether it writes by a transaction.
    const TRANSACTS: bool = false;

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
