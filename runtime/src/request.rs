//! An API Gateway event (payload format 2.0) walked over once, borrowed, into its raw parts.
//!
//! A part is decoded when an argument first asks for it, so a route pays for what its
//! signature names. Nothing here rebuilds a URL: path values come from `pathParameters`,
//! query values from `rawQueryString`, the body's encoding from `isBase64Encoded` alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use fingerpost_untrusted::{Fields, string_length, text};
use lambda_runtime::Context;
use memchr::memchr;
use percent_encoding::percent_decode_str;

use crate::error::{Error, Result};
use crate::resources::Resources;

/// The raw parts of the event that anything here reads, each as written.
#[derive(Default)]
pub(crate) struct Event<'a> {
    /// The whole of it, for who wants it whole.
    #[cfg(feature = "lambda_http")]
    pub(crate) json: &'a [u8],
    route_key: Option<&'a [u8]>,
    raw_path: Option<&'a [u8]>,
    raw_query_string: Option<&'a [u8]>,
    cookies: Option<&'a [u8]>,
    headers: Option<&'a [u8]>,
    request_context: Option<&'a [u8]>,
    path_parameters: Option<&'a [u8]>,
    body: Option<&'a [u8]>,
    is_base64_encoded: bool,
}

impl<'a> Event<'a> {
    /// Finds the parts of an event; `None` for anything else that a function can be called with: an
    /// event of a queue, of a load balancer, of another payload format.
    pub(crate) fn parse(json: &'a [u8]) -> Option<Self> {
        let mut fields = Fields::of(json)?;
        let mut version = None;
        let mut event = Self {
            #[cfg(feature = "lambda_http")]
            json,
            ..Self::default()
        };
        for (name, value) in fields.by_ref() {
            let part = match name {
                b"version" => &mut version,
                b"routeKey" => &mut event.route_key,
                b"rawPath" => &mut event.raw_path,
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
                        _ => return None,
                    };
                    continue;
                }
                _ => continue,
            };
            *part = (value != b"null").then_some(value);
        }
        let context = event.request_context.is_some_and(|context| context.starts_with(b"{"));
        (fields.whole() && version == Some(b"\"2.0\"") && context).then_some(event)
    }

    /// The method and pattern of the route that matched: `GET /events/{id}`.
    pub(crate) fn route_key(&self) -> Option<Cow<'a, str>> {
        self.route_key.and_then(text)
    }

    /// Whether nobody has matched the request with a route: a function URL's events have the route key
    /// `$default`, no path parameters, and an encoded path.
    pub(crate) fn is_unmatched(&self) -> bool {
        self.route_key == Some(b"\"$default\"") && self.path_parameters.is_none_or(|given| given == b"{}")
    }

    /// The method and the path as they were sent.
    pub(crate) fn method_and_path(&self) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        let http = Fields::of(self.request_context?)?.find(|(name, _)| name == b"http");
        Some((lookup(http?.1, |key| key == "method")?, text(self.raw_path?)?))
    }

    pub(crate) fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        lookup(self.headers?, |key| key.eq_ignore_ascii_case(name))
    }

    /// Every header, by lower-case name.
    pub(crate) fn headers(&self) -> BTreeMap<String, String> {
        let fields = self.headers.and_then(Fields::of).into_iter().flatten();
        let headers = fields.filter_map(|(name, value)| Some((decoded_name(name)?, text(value)?)));
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.into_owned())).collect()
    }

    /// The query string as it was sent.
    pub(crate) fn raw_query_string(&self) -> Option<Cow<'a, str>> {
        self.raw_query_string.and_then(text)
    }

    /// The stage's name, `$default` for the one that has none in the path.
    pub(crate) fn stage(&self) -> Option<Cow<'a, str>> {
        lookup(self.request_context?, |key| key == "stage")
    }
}

/// One request, as API Gateway handed it to this function.
///
/// An extractor ([`FromRequest`](crate::FromRequest)) reads from it what its type needs.
pub struct Request<'a> {
    pub(crate) event: &'a Event<'a>,
    pub(crate) resources: &'a Resources,
    pub(crate) invocation: &'a Context,
    /// Bytes of a JSON body that the route takes.
    pub(crate) body_limit: usize,
    /// The values of the path, where the event does not have them.
    pub(crate) path_values: &'a [(&'static str, String)],
}

impl<'a> Request<'a> {
    /// A path parameter, decoded.
    pub fn path_parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        if let Some((_, value)) = self.path_values.iter().find(|(known, _)| *known == name) {
            return Some(Cow::Borrowed(value));
        }
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

    /// Bytes of the body, before it is copied or decoded.
    pub(crate) fn body_length(&self) -> usize {
        let Some(body) = self.event.body else { return 0 };
        let length = string_length(body);
        if !self.event.is_base64_encoded {
            return length;
        }
        let padding = body.iter().rev().skip(1).take_while(|byte| **byte == b'=').count();
        (length / 4 * 3).saturating_sub(padding)
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
pub(crate) fn query_text(raw: &str) -> Option<String> {
    let spaced = raw.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
}

/// The last string of a raw JSON object whose name matches; the others are not decoded.
fn lookup(raw: &[u8], matches: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
    let mut fields = Fields::of(raw)?;
    let named = fields.by_ref().filter(|(name, _)| decoded_name(name).is_some_and(|name| matches(&name)));
    let (_, value) = named.last()?;
    text(value).filter(|_| fields.whole())
}

/// A field's name as it stands between its quotes, decoded.
fn decoded_name(name: &[u8]) -> Option<Cow<'_, str>> {
    match memchr(b'\\', name) {
        None => std::str::from_utf8(name).ok().map(Cow::Borrowed),
        Some(_) => text(&[b"\"", name, b"\""].concat()).map(|name| Cow::Owned(name.into_owned())),
    }
}
