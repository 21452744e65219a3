//! A body that an HTML form sends.

use serde_json::Value;

use super::body::{bounded_body, unsupported};
use super::mistakes::Unread;
use super::pairs::{self, FromForm, MOST_PAIRS, Mistake};
use super::valid::{Read, Reader};
use super::{FromRequest, OptionalFromRequest};
use crate::error::{Detail, Error, MISSING, Result};
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::Content;

const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";

/// The body of an HTML form, `application/x-www-form-urlencoded`, as a `T`.
///
/// A field of type `Vec` takes every value of its name, in their order, and is never split on commas; with
/// `#[serde(default)]` there may be none. A number or `bool` of type `Option` is `None` when its text is empty.
/// A struct under `#[serde(flatten)]` has its values as texts alone.
///
/// A form that was sent without a body has no fields; [`Option<Form<T>>`](FromRequest) is `None` there.
///
/// # Errors
///
/// 415 when the body is declared as something other than a form. 413 when it is over 1 MB, or over the
/// route's `body_limit`, or has more than 10,000 values. 400 when it lacks a field, or has one that is not
/// what it should be; the sentence names the field. 400 when it is not UTF-8 once its percent-encoding is
/// undone.
///
/// # Examples
///
/// ```
/// # use fingerpost::{Form, NoContent, route};
/// # use schemars::JsonSchema;
/// # use serde::Deserialize;
/// #[derive(Deserialize, JsonSchema)]
/// struct Subscription {
///     email: String,
///     #[serde(default)]
///     topics: Vec<String>,
/// }
///
/// /// Subscribes to a newsletter.
/// #[route(POST, "/subscriptions", body_limit = 4096)]
/// async fn subscribe(Form(subscription): Form<Subscription>) -> NoContent {
///     println!("{}: {}", subscription.email, subscription.topics.join(", "));
///     NoContent
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form<T>(pub T);

impl<T: FromForm> FromRequest for Form<T> {
    const READS_BODY: bool = true;

    fn describe(route: &mut Description) {
        route.body(Content::new(CONTENT_TYPE).of::<T>());
        route.refuses(400, "the form lacks a field or has one that cannot be read");
        route.refuses(413, "the body is too large");
        route.refuses(415, "the body is declared as something other than a form");
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        read(request).map(Self).map_err(|unread| unread.error)
    }
}

fn read<T: FromForm>(request: &Request<'_>) -> Result<T, Unread<T>> {
    let body = bounded_body(request)?;
    if let Some(declared) = request.header("content-type").filter(|declared| !is_form(declared)) {
        return Err(unsupported(&declared, CONTENT_TYPE).into());
    }
    pairs::read(&body, refusal)
}

impl<T: FromForm> Reader for Form<T> {
    type Value = T;

    fn read(request: &Request<'_>) -> Read<T> {
        Read(read(request))
    }

    fn sent(request: &Request<'_>) -> Value {
        request.body().map_or(Value::Null, |body| pairs::sent(&body))
    }

    fn detail(field: String, message: String) -> Detail {
        Detail::body(field, message)
    }

    fn of(value: T) -> Self {
        Self(value)
    }

    fn value(&self) -> &T {
        &self.0
    }
}

impl<T: FromForm> OptionalFromRequest for Form<T> {}

fn is_form(content_type: &str) -> bool {
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(CONTENT_TYPE)
}

fn refusal(mistake: Mistake) -> Error {
    match mistake {
        Mistake::TooMany => Error::whole_body(413, format!("Request body has more than {MOST_PAIRS} values")),
        Mistake::NotUtf8 => Error::whole_body(400, "Request body is not UTF-8"),
        Mistake::Missing(name) => Error::invalid(Detail::body(name, MISSING)),
        Mistake::Invalid(name, reason) => Error::invalid(Detail::body(name, reason)),
        Mistake::Whole(reason) => Error::whole_body(400, format!("Request body: {reason}")),
    }
}
