//! A JSON body as a type.

use std::borrow::Cow;

use fingerpost_untrusted::{EXPANSION_LIMIT, Survey, survey};
use schemars::JsonSchema;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::body::{bounded_body, unsupported};
use super::mistakes::{self, PathError, Unread, invalid_json, not_an_object};
use super::plain::{Plain, PlainRef};
use super::valid::{Read, Reader};
use super::{FromRequest, OptionalFromRequest};
use crate::error::{Detail, Error, Result};
use crate::named_fields;
use crate::request::Request;
use crate::route::Description;
use crate::route::describe::Content;

/// A JSON body as a `T`; as a return type, 200 with `T` as JSON.
///
/// An empty body reads as `{}`, so a body that was forgotten is told which field it misses.
///
/// # Errors
///
/// 415 when the body is declared as something other than JSON. 413 when it is over 1 MB, or over
/// the route's `body_limit`, or when its objects and arrays would take 72 times that in memory. 400
/// when it is not JSON, lacks a field, or has one of the wrong type; the sentence names the field. So is an
/// array in the place of a struct, which `serde` would take as the values of its fields. A
/// key that begins with `$serde_json::private::` is a 400, too: to `serde_json` it is an instruction,
/// not a name.
///
/// # Examples
///
/// ```
/// # use fingerpost::{route, Json};
/// # use schemars::JsonSchema;
/// # use serde::{Deserialize, Serialize};
/// #[derive(Deserialize, JsonSchema)]
/// struct Sum { a: i64, b: i64 }
///
/// /// Adds two numbers.
/// #[route(POST, "/sums")]
/// async fn add(Json(sum): Json<Sum>) -> Json<i64> {
///     Json(sum.a.wrapping_add(sum.b))
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Json<T>(pub T);

impl<T: FromJson> FromRequest for Json<T> {
    const READS_BODY: bool = true;

    fn describe(route: &mut Description) {
        route.body(Content::json::<T>());
        describe_json(route);
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        read(request).map(Self).map_err(|unread| unread.error)
    }
}

/// The body as a `T`.
///
/// `serde` would read a struct from an array of its fields in their order, which no description of the route tells.
/// Of structs inside of others it still does.
pub(super) fn read<T: DeserializeOwned>(request: &Request<'_>) -> Result<T, Unread<T>> {
    let (body, survey) = json_body(request)?;
    if body.trim_ascii_start().starts_with(b"[") && named_fields::of::<T>().is_some() {
        let array = serde_json::from_slice::<IgnoredAny>(&body);
        return Err(array.map_or_else(invalid_json, |_| not_an_object("an array")).into());
    }
    match parsed(&body) {
        Ok((value, end)) => end.map(|()| value).map_err(|error| invalid_json(error).into()),
        Err(error) => Err(unread(&body, &survey, error)),
    }
}

/// The value that a text begins with, and whether it ends there.
fn parsed<T: DeserializeOwned>(text: &[u8]) -> Result<(T, serde_json::Result<()>), PathError> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut deserializer)?;
    Ok((value, deserializer.end()))
}

/// Everything that is wrong with the body, of which the parser says the first.
#[cold]
fn unread<T: DeserializeOwned>(body: &[u8], survey: &Survey, first: PathError) -> Unread<T> {
    let is_whole = survey.memory <= MOST_TO_LOOK_THROUGH;
    let sent = is_whole.then(|| serde_json::from_slice(body).ok()).flatten();
    let Some(Plain(sent)) = sent else {
        let is_json = serde_json::from_slice::<IgnoredAny>(body).is_ok();
        return mistakes::wrong(first, is_json).error.into();
    };
    let first = mistakes::wrong(first, true).error;
    mistakes::all(sent, body.len(), first, |sent| {
        // What was a value a moment ago can be written.
        let text = serde_json::to_vec(&PlainRef(sent)).unwrap_or_default();
        parsed(&text).map(|(value, _)| value)
    })
}

/// The memory of a body that is looked through for more mistakes than the first: it is held as a value, and
/// read into a `T` again.
const MOST_TO_LOOK_THROUGH: usize = 8 << 20;

impl<T: FromJson> Reader for Json<T> {
    type Value = T;

    fn read(request: &Request<'_>) -> Read<T> {
        Read(read(request))
    }

    fn sent(request: &Request<'_>) -> Value {
        let sent = json_body(request).ok().filter(|(_, survey)| survey.memory <= MOST_TO_LOOK_THROUGH);
        let sent = sent.and_then(|(body, _)| serde_json::from_slice(&body).ok());
        sent.map_or(Value::Null, |Plain(sent)| sent)
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

/// What a JSON body can be read into: anything that derives `Deserialize`, and `JsonSchema`
/// so that the API can describe it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a JSON body",
    label = "holds a type that no body can be read into",
    note = "write `#[derive(Deserialize, JsonSchema)]` above `{Self}`, and above the types of its fields"
)]
pub trait FromJson: DeserializeOwned + JsonSchema + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + JsonSchema + Send + 'static> FromJson for T {}

/// What every argument that reads a JSON body refuses.
pub(super) fn describe_json(route: &mut Description) {
    route.refuses(400, "the body is not JSON, lacks a field or has one of the wrong type");
    route.refuses(413, "the body is too large");
    route.refuses(415, "the body is declared as something other than JSON");
}

impl<T: FromJson> OptionalFromRequest for Json<T> {}

/// The bytes of a JSON body and what they hold, found to be safe to parse.
pub(super) fn json_body<'a>(request: &Request<'a>) -> Result<(Cow<'a, [u8]>, Survey)> {
    let body = bounded_body(request)?;
    if body.is_empty() {
        return Ok((Cow::Borrowed(b"{}"), Survey::default()));
    }
    if let Some(declared) = request.header("content-type").filter(|declared| !is_json(declared)) {
        return Err(unsupported(&declared, "application/json"));
    }
    let survey = survey(&body).map_err(|key| Error::reserved_key(&key))?;
    if survey.memory > request.body_limit.saturating_mul(EXPANSION_LIMIT) {
        return Err(Error::whole_body(413, "Request body has too many objects and arrays"));
    }
    Ok((body, survey))
}

fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let suffix = media_type.starts_with("application/") && media_type.ends_with("+json");
    suffix || media_type == "application/json" || media_type == "text/json"
}
