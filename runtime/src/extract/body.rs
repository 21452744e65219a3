//! The parts of a request as arguments, and what every reader of a body has in common.

use std::borrow::Cow;

use super::{FromRequest, OptionalFromRequest};
use crate::error::{Error, Result, shortened};
use crate::request::Request;
use crate::route::Description;

/// The bytes of a body, found to be within the route's limit.
pub(super) fn bounded_body<'a>(request: &Request<'a>) -> Result<Cow<'a, [u8]>> {
    let limit = request.body_limit;
    if request.body_length() > limit {
        return Err(Error::whole_body(413, format!("Request body is larger than {limit} bytes")));
    }
    request.body()
}

/// The refusal of a body that is declared as something else than what is wanted.
pub(super) fn unsupported(declared: &str, wanted: &str) -> Error {
    let declared = shortened(declared);
    Error::whole_body(415, format!("Unsupported content type: {declared}; send {wanted}"))
}

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

/// `None` for a request without a body.
impl OptionalFromRequest for Body {
    async fn optional_from_request(request: &Request<'_>) -> Result<Option<Self>> {
        if request.body_length() == 0 { Ok(None) } else { Self::from_request(request).await.map(Some) }
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
    fn describe(route: &mut Description) {
        route.reads_of_all();
    }

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
