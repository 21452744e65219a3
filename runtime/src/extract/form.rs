//! A body that an HTML form sends.

use schemars::JsonSchema;

use super::FromRequest;
use super::body::{bounded_body, unsupported};
use super::pairs::{FromForm, MOST_PAIRS, Mistake, read};
use crate::error::{Error, Result};
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
    fn describe(route: &mut Description) {
        route.body(content::<T>());
        describe_refusals(route);
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let body = bounded_body(request)?;
        if let Some(declared) = request.header("content-type").filter(|declared| !is_form(declared)) {
            return Err(unsupported(&declared, CONTENT_TYPE));
        }
        read(&body).map(Self).map_err(refusal)
    }
}

impl<T: FromForm> FromRequest for Option<Form<T>> {
    fn describe(route: &mut Description) {
        route.optional_body(content::<T>());
        describe_refusals(route);
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        if request.body_length() == 0 { Ok(None) } else { Form::from_request(request).await.map(Some) }
    }
}

const fn content<T: JsonSchema>() -> Content {
    Content::new(CONTENT_TYPE).of::<T>()
}

fn describe_refusals(route: &mut Description) {
    route.refuses(400, "the form lacks a field or has one that cannot be read");
    route.refuses(413, "the body is too large");
    route.refuses(415, "the body is declared as something other than a form");
}

fn is_form(content_type: &str) -> bool {
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(CONTENT_TYPE)
}

fn refusal(mistake: Mistake) -> Error {
    Error::bad_request(match mistake {
        Mistake::TooMany => {
            return Error::payload_too_large(format!("Request body has more than {MOST_PAIRS} values"));
        }
        Mistake::NotUtf8 => "Request body is not UTF-8".to_owned(),
        Mistake::Missing(name) => format!("Missing required field: {name}"),
        Mistake::Invalid(name, reason) => format!("Field {name}: {reason}"),
        Mistake::Whole(reason) => format!("Request body: {reason}"),
    })
}
