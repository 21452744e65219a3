//! A request as extractors read it: a route pays for what its signature names.
//! Nothing here rebuilds a URL: path values come from `pathParameters`,
//! query values from `rawQueryString`, the body's encoding from `isBase64Encoded` alone.

mod event;

use std::borrow::Cow;
use std::fmt;

use lambda_runtime::Context;
use percent_encoding::percent_decode_str;

use crate::error::{Error, Result};
use crate::resources::Resources;

pub(crate) use self::event::Event;

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
        self.event.path_parameter(name)
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
        self.event.cookies().unwrap_or_default()
    }

    /// The body as it was sent; empty when there was none.
    ///
    /// # Errors
    ///
    /// 400 when the event says that the body is in base64 and it is not.
    pub fn body(&self) -> Result<Cow<'a, [u8]>> {
        let Some(body) = self.event.body() else { return Ok(Cow::Borrowed(b"")) };
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
        self.event.body_length()
    }

    /// The request context as JSON text: account, stage, authorizer, source IP and so on.
    pub fn context(&self) -> Option<&'a str> {
        self.event.context()
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
