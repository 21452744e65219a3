//! A handler's answer, and how it becomes the object that API Gateway reads.

mod accepted;
mod adjusted;
mod decision;
pub(crate) mod failure;
mod file;
mod html;
mod into_response;
mod parts;
mod redirect;
mod set_cookie;
mod status;
mod tagged;
#[cfg(feature = "headers")]
mod typed_header;
mod written;

use std::borrow::Cow;

use bytes::Bytes;
use fingerpost_manifest::Header;
use fingerpost_manifest::limits::PAYLOAD;
use fingerpost_manifest::name::is_token;
use percent_encoding::{AsciiSet, CONTROLS};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

pub use accepted::Accepted;
pub(crate) use decision::Decision;
pub use failure::{Failure, problem_json};
pub use file::File;
pub use html::Html;
pub use into_response::{Created, IntoJson, IntoResponse, NoContent};
pub use redirect::Redirect;
pub use set_cookie::{SameSite, SetCookie};
pub use tagged::Tagged;
pub(crate) use written::Written;

use crate::error::{Error, Result};
use crate::request::Request;

/// What cannot stand in a URL as it is: a control character, a space, what ends a link's target.
pub(crate) const URL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A response: status, headers, body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Bytes,
    /// Where the next page starts; becomes a `Link` once the request's URL is known.
    pub(crate) next: Option<String>,
    pub(crate) revalidation: Option<Revalidation>,
    /// What stands in the place of a response, of a function that decides who may call.
    pub(crate) decision: Option<Box<Decision>>,
}

/// What becomes of a response once the request is known. Its code is in no executable without `Tagged`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Revalidation(pub(crate) fn(Response, &Request<'_>) -> Response);

impl PartialEq for Revalidation {
    fn eq(&self, _: &Self) -> bool {
        true // there is one
    }
}

impl Eq for Revalidation {}

impl Response {
    /// An empty response with this status.
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
            next: None,
            revalidation: None,
            decision: None,
        }
    }

    /// The answer of a function that decides who may call.
    pub(crate) fn of_decision(decision: Decision) -> Self {
        let status = if decision == Decision::Refused { 403 } else { 200 };
        Self { decision: Some(Box::new(decision)), ..Self::new(status) }
    }

    /// Adds a header; the name is sent in lower case. A header set twice is sent joined
    /// with a comma, `set-cookie` as one cookie each.
    #[must_use]
    pub fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Self {
        let name = name.into();
        let name = if name.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            name
        };
        self.headers.push((name, value.into()));
        self
    }

    /// Sets the body. Text is sent as text, anything that is not UTF-8 in base64.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Announces a page after this one: `Link: <…>; rel="next"`, with the request's own path
    /// and query, and `cursor` as the query parameter of that name.
    #[must_use]
    pub fn next_page(mut self, cursor: impl Into<String>) -> Self {
        self.next = Some(cursor.into());
        self
    }

    fn json<T: Serialize + ?Sized>(status: u16, value: &T) -> Result<Self> {
        let body = serde_json::to_vec(value)
            .map_err(|error| Error::internal("the response is not JSON").caused_by(error))?;
        Ok(Self::new(status).header("content-type", "application/json").body(body))
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Refuses what cannot be sent; what passes, serializes.
    ///
    /// # Errors
    ///
    /// 500 for a status or header that HTTP cannot carry and for an answer over Lambda's 6 MB.
    pub(crate) fn check(&self) -> Result<()> {
        if !(200..600).contains(&self.status) {
            return Err(Error::internal(format!(
                "{} is not the status of a response, which is 200 to 599",
                self.status
            )));
        }
        for (name, value) in &self.headers {
            check_header(name, value)?;
        }
        // No byte takes more than seven once it is JSON inside JSON.
        if self.body.len() < PAYLOAD / 8 {
            return Ok(());
        }
        let size = Written::of(self).map_or(usize::MAX, |written| written.bytes);
        if size > PAYLOAD {
            let message = format!("a response of {size} bytes is over Lambda's limit of {PAYLOAD}");
            return Err(Error::internal(message));
        }
        Ok(())
    }
}

/// As API Gateway reads it.
impl Serialize for Response {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(decision) = &self.decision {
            return decision.serialize(serializer);
        }
        let mut answer = serializer.serialize_map(None)?;
        answer.serialize_entry("statusCode", &self.status)?;
        answer.serialize_entry("headers", &Headers(&self.headers))?;
        let cookies: Vec<_> =
            self.headers.iter().filter(|(name, _)| name == COOKIE).map(|(_, cookie)| cookie).collect();
        if !cookies.is_empty() {
            answer.serialize_entry("cookies", &cookies)?;
        }
        match std::str::from_utf8(&self.body) {
            Ok(text) => {
                answer.serialize_entry("body", text)?;
                answer.serialize_entry("isBase64Encoded", &false)?;
            }
            Err(_) => {
                answer.serialize_entry("body", &base64_simd::STANDARD.encode_to_string(&self.body))?;
                answer.serialize_entry("isBase64Encoded", &true)?;
            }
        }
        answer.end()
    }
}

const COOKIE: &str = "set-cookie";

/// Headers as an object: those of one name joined, cookies left out.
struct Headers<'a>(&'a [Header]);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (index, (name, value)) in self.0.iter().enumerate() {
            let (before, after) = (&self.0[..index], &self.0[index + 1..]);
            if name == COOKIE || before.iter().any(|(earlier, _)| earlier == name) {
                continue;
            }
            let later = after.iter().filter(|(later, _)| later == name);
            let joined = later.fold(Cow::Borrowed(&**value), |all, (_, value)| all + ", " + &**value);
            object.serialize_entry(name, &joined)?;
        }
        object.end()
    }
}

/// What RFC 9110 allows in a field: anything else would split the response in two.
fn check_header(name: &str, value: &str) -> Result<()> {
    if !is_token(name) {
        return Err(Error::internal(format!("`{}` cannot be a header's name", name.escape_debug())));
    }
    if value.chars().any(|c| c.is_control() && c != '\t') {
        return Err(Error::internal(format!("header `{name}` has a control character in its value")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(response: &Response) -> serde_json::Value {
        response.check().expect("can be sent");
        serde_json::to_value(response).expect("is JSON")
    }

    #[test]
    fn a_repeated_header_is_joined_and_cookies_stand_apart() {
        let response = Response::new(200)
            .header("Vary", "origin")
            .header("set-cookie", "a=1")
            .header("vary", "accept")
            .header("set-cookie", "b=2");
        let got = rendered(&response);
        assert_eq!(got["headers"], serde_json::json!({ "vary": "origin, accept" }));
        assert_eq!(got["cookies"], serde_json::json!(["a=1", "b=2"]));
    }

    #[test]
    fn bytes_that_are_no_text_go_out_in_base64() {
        let got = rendered(&Response::new(200).body(vec![0xff, 0x00]));
        assert_eq!((&got["body"], &got["isBase64Encoded"]), (&"/wA=".into(), &true.into()));
    }

    #[test]
    fn a_header_that_would_split_the_response_is_refused() {
        let error = Response::new(200).header("location", "/a\r\nx: y").check().expect_err("refused");
        assert_eq!(error.status(), 500);
    }

    #[test]
    fn a_status_that_is_none_is_refused() {
        for status in [0, 100, 199, 600, 1000] {
            assert_eq!(Response::new(status).check().expect_err("refused").status(), 500, "{status}");
        }
    }

    #[test]
    fn an_answer_over_the_limit_is_refused() {
        let error = Response::new(200).body("\"".repeat(PAYLOAD / 2)).check().expect_err("refused");
        assert!(error.to_string().contains("over Lambda's limit"), "{error}");
    }
}
