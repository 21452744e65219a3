//! The parts of a request as arguments, and a JSON body as a type.

use std::borrow::Cow;

use fingerpost_untrusted::{EXPANSION_LIMIT, Survey, survey};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::{FromRequest, OptionalFromRequest};
use crate::error::{Detail, Error, Result, shortened};
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
/// when it is not JSON, lacks a field, or has one of the wrong type; the sentence names the field. A
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
        let (body, _) = json_body(request)?;
        let mut deserializer = serde_json::Deserializer::from_slice(&body);
        let value = serde_path_to_error::deserialize(&mut deserializer).map_err(field_error)?;
        deserializer.end().map_err(invalid_json)?;
        Ok(Self(value))
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

/// The bytes of a body, found to be within the route's limit.
pub(super) fn bounded_body<'a>(request: &Request<'a>) -> Result<Cow<'a, [u8]>> {
    let limit = request.body_limit;
    if request.body_length() > limit {
        return Err(Error::whole_body(413, format!("Request body is larger than {limit} bytes")));
    }
    request.body()
}

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

/// The refusal of a body that is declared as something else than what is wanted.
pub(super) fn unsupported(declared: &str, wanted: &str) -> Error {
    let declared = shortened(declared);
    Error::whole_body(415, format!("Unsupported content type: {declared}; send {wanted}"))
}

fn is_json(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let suffix = media_type.starts_with("application/") && media_type.ends_with("+json");
    suffix || media_type == "application/json" || media_type == "text/json"
}

pub(super) fn invalid_json(error: serde_json::Error) -> Error {
    Error::whole_body(400, "Invalid JSON in request body").caused_by(error)
}

/// serde's message, turned into a sentence for the client that names the field.
pub(super) fn field_error(error: serde_path_to_error::Error<serde_json::Error>) -> Error {
    let path = error.path().to_string();
    let error = error.into_inner();
    if !error.is_data() {
        return invalid_json(error);
    }
    let message = error.to_string();
    let message = without_place(&message);
    let field = if path == "." { String::new() } else { shortened(&path) };
    let quoted = |start: &str| message.strip_prefix(start)?.split('`').next().map(str::to_owned);
    if let Some(name) = quoted("missing field `") {
        let dot = if field.is_empty() { "" } else { "." };
        let field = format!("{field}{dot}{name}");
        return Error::mistake(format!("Missing required field: {field}"), Detail::body(field, "is missing"));
    }
    let subject = if field.is_empty() { "Request body".to_owned() } else { format!("Field {field}") };
    let (between, message) = match message.split_once(", expected ") {
        Some((got, expected)) if got.starts_with("invalid ") => {
            let got = got.split_once(": ").map_or(got, |(_, got)| got);
            (" ", format!("must be {}, got {}", in_json(expected), shortened(&in_json(got))))
        }
        _ => (": ", shortened(message)),
    };
    Error::mistake(format!("{subject}{between}{message}"), Detail::body(field, message))
}

/// `serde_json`'s message without the line and column at its end.
pub(super) fn without_place(message: &str) -> &str {
    message.rfind(" at line ").map_or(message, |end| &message[..end])
}

/// serde's words for types, in JSON's.
fn in_json(words: &str) -> String {
    match words {
        "map" => "an object".to_owned(),
        "sequence" => "an array".to_owned(),
        _ if words.starts_with("struct ") => "an object".to_owned(),
        _ => words.to_owned(),
    }
}

impl<T: FromJson> OptionalFromRequest for Json<T> {}

/// The body as bytes, whatever its type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body(pub Vec<u8>);

impl FromRequest for Body {
    fn describe(route: &mut Description) {
        route.any_body();
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Ok(Self(request.body()?.into_owned()))
    }
}

/// The headers, by lower-case name; repeated ones joined with commas.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Headers(std::collections::BTreeMap<String, String>);

impl Headers {
    /// One header, whatever the case of its name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(&name.to_ascii_lowercase()).map(String::as_str)
    }
}

impl FromRequest for Headers {
    fn describe(_: &mut Description) {}

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Ok(Self(request.event.headers()))
    }
}

/// The id that this request's log lines carry, and `x-request-id` of a 5xx.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

impl FromRequest for RequestId {
    fn describe(_: &mut Description) {}

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Ok(Self(request.id().to_owned()))
    }
}
