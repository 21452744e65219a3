//! A request as extractors read it. A part of it is decoded when somebody asks for it, so a route pays for
//! what its signature names.
//!
//! Nothing here rebuilds a URL. Path values come from `pathParameters`, query values from `rawQueryString`,
//! and `isBase64Encoded` alone says how the body is encoded. The event itself is read in `request/event.rs`.

mod afterwards;
mod event;
mod forgotten;

use std::borrow::Cow;
use std::fmt;

use lambda_runtime::Context;
use percent_encoding::percent_decode_str;

use crate::error::{Detail, Error, Result};
use crate::lambda::deadline::Timeout;
use crate::resources::Resources;

pub(crate) use self::afterwards::Afterwards;
pub(crate) use self::event::{Event, decoded};
pub(crate) use self::forgotten::Forgotten;

/// One request, as API Gateway or a function URL handed it to this function.
///
/// An extractor reads from it what its type needs, see [`FromRequest`](crate::FromRequest). The parts are
/// those of an event of payload format 2.0, which AWS's page "Create AWS Lambda proxy integrations for HTTP
/// APIs" describes.
///
/// # Examples
///
/// ```
/// use fingerpost::{FromRequest, Request, Result};
///
/// /// The languages that the caller reads, the best first.
/// struct Languages(Vec<String>);
///
/// impl FromRequest for Languages {
///     async fn from_request(request: &Request<'_>) -> Result<Self> {
///         let accepted = request.header("accept-language").unwrap_or_default();
///         let languages = accepted.split(',').filter_map(|one| one.split(';').next());
///         Ok(Self(languages.map(|language| language.trim().to_owned()).collect()))
///     }
/// }
/// ```
pub struct Request<'a> {
    pub(crate) event: &'a Event<'a>,
    /// The name of the route that it is for.
    pub(crate) route: &'static str,
    pub(crate) resources: &'a Resources,
    pub(crate) invocation: &'a Context,
    pub(crate) timeout: Timeout,
    /// The bytes of a body that the route takes, where an argument reads it as something.
    pub(crate) body_limit: usize,
    /// The path's values, where the event does not have them, as behind a function URL.
    pub(crate) path_values: &'a [(&'static str, String)],
    /// What an argument keeps for the time after the handler.
    pub(crate) afterwards: Afterwards,
    /// The writes that the handler planned and did not make.
    pub(crate) forgotten: Forgotten,
}

impl<'a> Request<'a> {
    /// Returns the method, in upper case: `GET`.
    ///
    /// It is `None` where the event does not have it, which an event of API Gateway or a function URL does.
    pub fn method(&self) -> Option<Cow<'a, str>> {
        self.event.method_and_path().map(|(method, _)| method)
    }

    /// Returns the path as the event has it: behind API Gateway decoded, and with the stage's name in front
    /// where that is not `$default`.
    ///
    /// It is for logs. [`path_parameter`](Self::path_parameter) has the values in it.
    pub fn path(&self) -> Option<Cow<'a, str>> {
        self.event.method_and_path().map(|(_, path)| path)
    }

    /// Returns a path parameter, decoded, or `None` when the path has none of that name.
    pub fn path_parameter(&self, name: &str) -> Option<Cow<'a, str>> {
        if let Some((_, value)) = self.path_values.iter().find(|(known, _)| *known == name) {
            return Some(Cow::Borrowed(value));
        }
        self.event.path_parameter(name)
    }

    /// Returns every value of a query parameter, decoded, in the order in which they were sent.
    ///
    /// `+` is a space, as in forms. A parameter without `=` has an empty value.
    ///
    /// # Errors
    ///
    /// 400 when a value is not UTF-8 once its percent-encoding is undone.
    pub fn query_parameter(&self, name: &str) -> Result<Vec<String>> {
        self.query_parameters(name, usize::MAX).map(|(values, _)| values)
    }

    /// The first values of a query parameter, at most so many, and how many there are.
    pub(crate) fn query_parameters(&self, name: &str, most: usize) -> Result<(Vec<String>, usize)> {
        let raw = self.event.raw_query_string().unwrap_or_default();
        let pairs = raw.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let mut named = pairs.filter(|(key, _)| query_text(key).as_deref() == Some(name));
        let mut values = Vec::new();
        for (_, value) in named.by_ref().take(most) {
            let value = query_text(value);
            values.push(value.ok_or_else(|| Error::invalid(Detail::query(name.to_owned(), "not UTF-8")))?);
        }
        let count = values.len() + named.count();
        Ok((values, count))
    }

    /// Returns a header by its name, in upper or lower case.
    ///
    /// API Gateway joins a header that was sent several times with commas. Cookies are not among the headers,
    /// see [`cookies`](Self::cookies).
    pub fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        self.event.header(name)
    }

    /// Returns the cookies, each as `name=value`.
    pub fn cookies(&self) -> Vec<String> {
        self.each_cookie().map(Cow::into_owned).collect()
    }

    /// Returns the cookies one by one.
    pub(crate) fn each_cookie(&self) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        self.event.cookies()
    }

    /// Returns every value of a cookie, as it was sent, less the quotes around it.
    ///
    /// A browser sends several of one name where several were set for different paths or domains.
    pub fn cookie(&self, name: &str) -> Vec<String> {
        let value = |cookie: Cow<'_, str>| {
            let (_, value) = cookie.split_once('=').filter(|(known, _)| known.trim() == name)?;
            let value = value.trim();
            let inside = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            Some(inside.unwrap_or(value).to_owned())
        };
        self.each_cookie().filter_map(value).collect()
    }

    /// Returns the body as it was sent, or an empty one when there was none.
    ///
    /// An event has room for 6 MB, so a body that API Gateway hands over is not larger.
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
                .map_err(|error| Error::whole_body(400, "Invalid base64 in request body").caused_by(error));
        }
        Ok(match body {
            Cow::Borrowed(body) => Cow::Borrowed(body.as_bytes()),
            Cow::Owned(body) => Cow::Owned(body.into_bytes()),
        })
    }

    /// The bytes that the body has, before it is copied or decoded.
    pub(crate) fn body_length(&self) -> usize {
        self.event.body_length()
    }

    /// Returns the request context as JSON text: account, stage, authorizer, source IP and so on.
    pub fn context(&self) -> Option<&'a str> {
        self.event.context()
    }

    /// Returns Lambda's id of this invocation, which its log lines carry, and the header `x-request-id` of a
    /// 5xx.
    pub fn id(&self) -> &'a str {
        &self.invocation.request_id
    }

    /// Returns what [`FromRequest::open`](crate::FromRequest::open) opened at init and kept by its type.
    pub fn resource<R: Send + Sync + 'static>(&self) -> Option<&'a R> {
        self.resources.get()
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("id", &self.id()).finish_non_exhaustive()
    }
}

/// A part of a query string, decoded: `+` is a space, as in forms. `None` when the result is not UTF-8.
pub(crate) fn query_text(raw: &str) -> Option<String> {
    let spaced = raw.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
}
