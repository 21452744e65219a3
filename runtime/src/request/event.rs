//! An event of API Gateway or a function URL (payload format 2.0), taken apart without being decoded.
//!
//! The bytes are walked over once, and each part that somebody may ask for is borrowed as it is written. A
//! part is decoded when it is asked for, so a route does not pay for the parts that it does not use.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter;

use fingerpost_untrusted::{Fields, string_end, string_length, text};
use memchr::memchr;

/// The parts of an event that anything here reads, each as it is written.
#[derive(Default)]
pub(crate) struct Event<'a> {
    /// The whole event, for `lambda_http`, which reads it itself.
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
    /// Whether the body's text is the base64 of the body.
    pub(super) is_base64_encoded: bool,
}

impl<'a> Event<'a> {
    /// Finds the parts of an event.
    ///
    /// `None` is anything else that a function can be called with, such as an event of a queue, of a load
    /// balancer or of payload format 1.0.
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

    /// The method and path pattern of the route that the gateway chose: `GET /events/{id}`.
    pub(crate) fn route_key(&self) -> Option<Cow<'a, str>> {
        self.route_key.and_then(text)
    }

    /// Whether no gateway has chosen a route. A function URL's events have the route key `$default`, no path
    /// parameters, and a path that is still encoded.
    pub(crate) fn is_unmatched(&self) -> bool {
        self.route_key == Some(b"\"$default\"") && self.path_parameters.is_none_or(|given| given == b"{}")
    }

    /// The method and the path as they were sent.
    pub(crate) fn method_and_path(&self) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        let http = Fields::of(self.request_context?)?.find(|(name, _)| name == b"http");
        Some((lookup(http?.1, |key| key == "method")?, text(self.raw_path?)?))
    }

    /// A header by its name, in upper or lower case.
    pub(crate) fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        lookup(self.headers?, |key| key.eq_ignore_ascii_case(name))
    }

    /// Every header, by its name in lower case.
    pub(crate) fn headers(&self) -> BTreeMap<String, String> {
        let fields = self.headers.and_then(Fields::of).into_iter().flatten();
        let headers = fields.filter_map(|(name, value)| Some((decoded(name)?, text(value)?)));
        headers.map(|(name, value)| (name.to_ascii_lowercase(), value.into_owned())).collect()
    }

    /// The query string as it was sent.
    pub(crate) fn raw_query_string(&self) -> Option<Cow<'a, str>> {
        self.raw_query_string.and_then(text)
    }

    /// The stage's name. `$default` is the one stage whose name is not part of the path.
    pub(crate) fn stage(&self) -> Option<Cow<'a, str>> {
        lookup(self.request_context?, |key| key == "stage")
    }

    /// The value of a path parameter, decoded.
    pub(super) fn path_parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        lookup(self.path_parameters?, |key| key == name)
    }

    /// The cookies, each as `name=value`.
    ///
    /// One by one, and borrowed: as texts of their own, those of 6 MB would take 100 MB.
    pub(super) fn cookies(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let json = self.cookies.unwrap_or_default();
        let mut at = 0;
        iter::from_fn(move || {
            let start = at + memchr(b'"', json.get(at..)?)?;
            let is_between = |byte| matches!(byte, b'[' | b',' | b' ' | b'\t' | b'\r' | b'\n');
            at = string_end(json, start).filter(|_| json[at..start].iter().copied().all(is_between))?;
            decoded(&json[start + 1..at - 1])
        })
    }

    /// The request context as JSON text.
    pub(super) fn context(&self) -> Option<&'a str> {
        std::str::from_utf8(self.request_context?).ok()
    }

    /// The body's text, which may be base64.
    pub(super) fn body(&self) -> Option<Cow<'a, str>> {
        self.body.and_then(text)
    }

    /// The bytes that the body has, before it is copied or decoded.
    pub(super) fn body_length(&self) -> usize {
        let Some(body) = self.body else { return 0 };
        let length = string_length(body);
        if !self.is_base64_encoded {
            return length;
        }
        let padding = body.iter().rev().skip(1).take_while(|byte| **byte == b'=').count();
        (length / 4 * 3).saturating_sub(padding)
    }
}

/// The last string of a raw JSON object whose name matches. The other values are not decoded.
fn lookup(raw: &[u8], matches: impl Fn(&str) -> bool) -> Option<Cow<'_, str>> {
    let mut fields = Fields::of(raw)?;
    let named = fields.by_ref().filter(|(name, _)| decoded(name).is_some_and(|name| matches(&name)));
    let (_, value) = named.last()?;
    text(value).filter(|_| fields.whole())
}

/// A text, decoded from what stands between its quotes.
pub(crate) fn decoded(name: &[u8]) -> Option<Cow<'_, str>> {
    match memchr(b'\\', name) {
        None => std::str::from_utf8(name).ok().map(Cow::Borrowed),
        Some(_) => text(&[b"\"", name, b"\""].concat()).map(|name| Cow::Owned(name.into_owned())),
    }
}
