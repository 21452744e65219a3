//! An API Gateway event (payload format 2.0) walked over once, borrowed, into its raw parts.
//!
//! A part is decoded when an argument first asks for it, so a route pays for what its
//! signature names. Nothing here rebuilds a URL: path values come from `pathParameters`,
//! query values from `rawQueryString`, the body's encoding from `isBase64Encoded` alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use lambda_runtime::Context;
use memchr::memchr;
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use crate::error::{Error, Result};
use crate::resources::Resources;
use crate::scan::Fields;

/// The raw parts of the event that anything here reads, each as written.
#[derive(Default)]
pub(crate) struct Event<'a> {
    /// The whole of it, for who wants it whole.
    #[cfg(feature = "lambda_http")]
    pub(crate) json: &'a [u8],
    route_key: Option<&'a [u8]>,
    raw_query_string: Option<&'a [u8]>,
    cookies: Option<&'a [u8]>,
    headers: Option<&'a [u8]>,
    request_context: Option<&'a [u8]>,
    path_parameters: Option<&'a [u8]>,
    body: Option<&'a [u8]>,
    is_base64_encoded: bool,
}

const NOT_AN_EVENT: &str = "not an API Gateway event of payload format 2.0";

impl<'a> Event<'a> {
    /// Finds the parts of an event, or says that it is none.
    pub(crate) fn parse(json: &'a [u8]) -> Result<Self> {
        let fields = Fields::of(json).ok_or_else(|| Error::bad_request(NOT_AN_EVENT))?;
        let mut event = Self {
            #[cfg(feature = "lambda_http")]
            json,
            ..Self::default()
        };
        for (name, value) in fields {
            let part = match name {
                b"routeKey" => &mut event.route_key,
                b"rawQueryString" => &mut event.raw_query_string,
                b"cookies" => &mut event.cookies,
                b"headers" => &mut event.headers,
                b"requestContext" => &mut event.request_context,
                b"pathParameters" => &mut event.path_parameters,
                b"body" => &mut event.body,
                b"isBase64Encoded" => {
                    event.is_base64_encoded = match value {
                        b"true" => true,
                        b"false" | b"null" => false,
                        _ => return Err(Error::bad_request(NOT_AN_EVENT)),
                    };
                    continue;
                }
                b"version" if value != b"\"2.0\"" => return Err(Error::bad_request(NOT_AN_EVENT)),
                _ => continue,
            };
            *part = (value != b"null").then_some(value);
        }
        Ok(event)
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
        let headers = self.headers.and_then(|raw| serde_json::from_slice(raw).ok());
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
        self.path_parameters.and_then(|raw| serde_json::from_slice(raw).ok()).unwrap_or_default()
    }
}

/// One request, as API Gateway handed it to this function.
///
/// An extractor ([`FromRequest`](crate::FromRequest)) reads from it what its type needs.
pub struct Request<'a> {
    pub(crate) event: &'a Event<'a>,
    pub(crate) resources: &'a Resources,
    pub(crate) invocation: &'a Context,
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
        let cookies = self.event.cookies.and_then(|raw| serde_json::from_slice(raw).ok());
        cookies.unwrap_or_default()
    }

    /// The body as it was sent; empty when there was none.
    ///
    /// # Errors
    ///
    /// 400 when the event says that the body is in base64 and it is not.
    pub fn body(&self) -> Result<Cow<'a, [u8]>> {
        let Some(body) = self.event.body.and_then(text) else { return Ok(Cow::Borrowed(b"")) };
        if self.event.is_base64_encoded {
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
        self.event.request_context.and_then(|raw| std::str::from_utf8(raw).ok())
    }

    /// Lambda's id of this invocation, the one its log lines carry.
    pub fn id(&self) -> &'a str {
        &self.invocation.request_id
    }

    /// What [`FromRequest::open`](crate::FromRequest::open) opened at init.
    pub fn resource<R: Send + Sync + 'static>(&self) -> Option<&'a R> {
        self.resources.get()
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("id", &self.id()).finish_non_exhaustive()
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
fn text(raw: &[u8]) -> Option<Cow<'_, str>> {
    serde_json::from_slice::<Text<'_>>(raw).ok().map(|text| text.0)
}

/// The first string of a raw JSON object whose name matches; the others are not decoded.
fn lookup(raw: &[u8], matches: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
    let named = |name: &[u8]| match memchr(b'\\', name) {
        None => std::str::from_utf8(name).is_ok_and(&matches),
        Some(_) => text(&[b"\"", name, b"\""].concat()).is_some_and(|name| matches(&name)),
    };
    Fields::of(raw)?.find(|(name, _)| named(name)).and_then(|(_, value)| text(value))
}
