//! An API Gateway event (payload format 2.0) read once, borrowed, into its raw parts.
//!
//! A part is decoded when an argument first asks for it, so a route pays for what its
//! signature names. Nothing here rebuilds a URL: path values come from `pathParameters`,
//! query values from `rawQueryString`, the body's encoding from `isBase64Encoded` alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::resources::Resources;

/// The raw parts of the event that anything here reads.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event<'a> {
    version: Option<&'a RawValue>,
    #[serde(borrow)]
    route_key: Option<&'a RawValue>,
    #[serde(borrow)]
    raw_query_string: Option<&'a RawValue>,
    #[serde(borrow)]
    cookies: Option<&'a RawValue>,
    #[serde(borrow)]
    headers: Option<&'a RawValue>,
    #[serde(borrow)]
    request_context: Option<&'a RawValue>,
    #[serde(borrow)]
    path_parameters: Option<&'a RawValue>,
    #[serde(borrow)]
    body: Option<&'a RawValue>,
    is_base64_encoded: Option<bool>,
}

impl<'a> Event<'a> {
    /// Reads an event, or says why it is none.
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self> {
        let not_an_event = "not an API Gateway event of payload format 2.0";
        let event: Self = serde_json::from_slice(json)
            .map_err(|error| Error::bad_request(not_an_event).caused_by(error))?;
        match event.version.map(RawValue::get) {
            None | Some("\"2.0\"") => Ok(event),
            Some(_) => Err(Error::bad_request(not_an_event)),
        }
    }

    /// The method and pattern of the route that matched: `GET /events/{id}`.
    pub(crate) fn route_key(&self) -> Option<Cow<'a, str>> {
        self.route_key.and_then(text)
    }

    pub(crate) fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        lookup(self.headers?, |key| key.eq_ignore_ascii_case(name))
    }

    /// Every header, by lower-case name.
    pub(crate) fn headers(&self) -> BTreeMap<String, String> {
        let headers = self.headers.and_then(|raw| serde_json::from_str(raw.get()).ok());
        let headers: BTreeMap<String, serde_json::Value> = headers.unwrap_or_default();
        let strings = headers.into_iter().filter_map(|(name, value)| match value {
            serde_json::Value::String(value) => Some((name.to_ascii_lowercase(), value)),
            _ => None,
        });
        strings.collect()
    }

    /// The query string as it was sent.
    pub(crate) fn raw_query_string(&self) -> Option<Cow<'a, str>> {
        self.raw_query_string.and_then(text)
    }

    /// The stage's name, `$default` for the one that has none in the path.
    pub(crate) fn stage(&self) -> Option<Cow<'a, str>> {
        lookup(self.request_context?, |key| key == "stage")
    }

    /// Every path parameter, decoded.
    pub(crate) fn path_parameters(&self) -> BTreeMap<String, String> {
        self.path_parameters.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }
}

/// One request, as API Gateway handed it to this function.
///
/// An extractor ([`FromRequest`](crate::FromRequest)) reads from it what its type needs.
pub struct Request<'a> {
    pub(crate) event: &'a Event<'a>,
    pub(crate) resources: &'a Resources,
    pub(crate) id: &'a str,
}

impl<'a> Request<'a> {
    /// A path parameter, decoded.
    pub fn path_parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        lookup(self.event.path_parameters?, |key| key == name)
    }

    /// Every value of a query parameter, decoded, in the order sent.
    ///
    /// # Errors
    ///
    /// 400 when the name or a value is not UTF-8 once its percent-encoding is undone.
    pub fn query_parameter(&self, name: &str) -> Result<Vec<String>> {
        let Some(raw) = self.event.raw_query_string() else { return Ok(Vec::new()) };
        let mut values = Vec::new();
        for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if query_text(key).as_deref() == Some(name) {
                values.push(query_text(value).ok_or_else(|| {
                    Error::bad_request(format!("Invalid query parameter {name}: not UTF-8"))
                })?);
            }
        }
        Ok(values)
    }

    /// A header by its name, whatever the case; repeated headers come joined with commas.
    pub fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        self.event.header(name)
    }

    /// The cookies, each as `name=value`.
    pub fn cookies(&self) -> Vec<String> {
        let cookies = self.event.cookies.and_then(|raw| serde_json::from_str(raw.get()).ok());
        cookies.unwrap_or_default()
    }

    /// The body as it was sent; empty when there was none.
    ///
    /// # Errors
    ///
    /// 400 when the event says that the body is in base64 and it is not.
    pub fn body(&self) -> Result<Cow<'a, [u8]>> {
        let Some(body) = self.event.body.and_then(text) else { return Ok(Cow::Borrowed(b"")) };
        if self.event.is_base64_encoded == Some(true) {
            let decoded = base64_simd::STANDARD.decode_to_vec(body.as_bytes());
            return decoded
                .map(Cow::Owned)
                .map_err(|error| Error::bad_request("Invalid base64 in request body").caused_by(error));
        }
        Ok(match body {
            Cow::Borrowed(body) => Cow::Borrowed(body.as_bytes()),
            Cow::Owned(body) => Cow::Owned(body.into_bytes()),
        })
    }

    /// The request context as JSON text: account, stage, authorizer, source IP and so on.
    pub fn context(&self) -> Option<&'a str> {
        self.event.request_context.map(RawValue::get)
    }

    /// Lambda's id of this invocation, the one its log lines carry.
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// What [`FromRequest::open`](crate::FromRequest::open) opened at init.
    pub fn resource<R: Send + Sync + 'static>(&self) -> Option<&'a R> {
        self.resources.get()
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("id", &self.id).finish_non_exhaustive()
    }
}

/// `+` and percent-encoding undone, as forms and query strings are written.
fn query_text(raw: &str) -> Option<String> {
    let spaced = raw.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A raw JSON string, decoded; borrowed when nothing in it is escaped.
fn text<'a>(raw: &'a RawValue) -> Option<Cow<'a, str>> {
    serde_json::from_str::<Text<'a>>(raw.get()).ok().map(|text| text.0)
}

/// The first string of a raw JSON object whose key matches; the others are not decoded.
fn lookup(raw: &RawValue, matches: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
    let mut deserializer = serde_json::Deserializer::from_str(raw.get());
    Lookup(matches).deserialize(&mut deserializer).ok().flatten()
}

struct Lookup<F>(F);

impl<'de, F: Fn(&str) -> bool> DeserializeSeed<'de> for Lookup<F> {
    type Value = Option<Cow<'de, str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: Fn(&str) -> bool> Visitor<'de> for Lookup<F> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of strings")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut found = None;
        while let Some(Text(key)) = map.next_key()? {
            if found.is_none() && (self.0)(&key) {
                found = Some(map.next_value::<Text<'de>>()?.0);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}
