//! A handler's answer, and how it becomes the object that API Gateway reads.

mod answers;

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;

pub use answers::{Created, IntoResponse, NoContent};

use crate::error::{Error, Result};

/// Lambda refuses an answer of more bytes than this, so we answer 500 ourselves.
pub(crate) const LIMIT: usize = 6_291_556;

/// A header's name, in lower case, and its value.
pub(crate) type Header = (Cow<'static, str>, Cow<'static, str>);

/// A response: status, headers, body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: Bytes,
    /// Where the next page starts; becomes a `Link` once the request's URL is known.
    pub(crate) next: Option<String>,
}

impl Response {
    /// An empty response with this status.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), next: None }
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

    /// Renders the response as API Gateway reads it.
    ///
    /// # Errors
    ///
    /// 500 for a status or header that HTTP cannot carry and for an answer over Lambda's 6 MB.
    pub(crate) fn render(&self) -> Result<Vec<u8>> {
        if !(200..600).contains(&self.status) {
            return Err(Error::internal(format!("{} is no status of a response", self.status)));
        }
        let mut out = Vec::with_capacity(self.body.len() + self.body.len() / 4 + 512);
        out.extend_from_slice(b"{\"statusCode\":");
        push_json(&mut out, &self.status);
        self.render_headers(&mut out)?;
        out.extend_from_slice(b",\"body\":");
        match std::str::from_utf8(&self.body) {
            Ok(text) => {
                push_json(&mut out, text);
                out.extend_from_slice(b",\"isBase64Encoded\":false}");
            }
            Err(_) => {
                push_json(&mut out, &base64_simd::STANDARD.encode_to_string(&self.body));
                out.extend_from_slice(b",\"isBase64Encoded\":true}");
            }
        }
        if out.len() > LIMIT {
            let message = format!("a response of {} bytes is over Lambda's limit of {LIMIT}", out.len());
            return Err(Error::internal(message));
        }
        Ok(out)
    }

    fn render_headers(&self, out: &mut Vec<u8>) -> Result<()> {
        out.extend_from_slice(b",\"headers\":{");
        let mut cookies = Vec::new();
        for (index, (name, value)) in self.headers.iter().enumerate() {
            check_header(name, value)?;
            if name == "set-cookie" {
                cookies.push(value);
                continue;
            }
            if self.headers[..index].iter().any(|(earlier, _)| earlier == name) {
                continue;
            }
            if !out.ends_with(b"{") {
                out.push(b',');
            }
            // A header's name has nothing that JSON escapes.
            out.push(b'"');
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":");
            let later = self.headers[index + 1..].iter().filter(|(later, _)| later == name);
            let joined = later.fold(Cow::Borrowed(&**value), |all, (_, value)| all + ", " + &**value);
            push_json(out, &*joined);
        }
        out.push(b'}');
        if !cookies.is_empty() {
            out.extend_from_slice(b",\"cookies\":");
            push_json(out, &cookies);
        }
        Ok(())
    }
}

fn push_json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    // Numbers, strings and lists of strings always serialize, and a `Vec` takes them all.
    let _ = serde_json::to_writer(out, value);
}

/// What RFC 9110 allows in a field: anything else would split the response in two.
fn check_header(name: &str, value: &str) -> Result<()> {
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(token) {
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
        serde_json::from_slice(&response.render().expect("renders")).expect("is JSON")
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
        let error = Response::new(200).header("location", "/a\r\nx: y").render().expect_err("refused");
        assert_eq!(error.status(), 500);
    }

    #[test]
    fn a_status_that_is_none_is_refused() {
        for status in [0, 100, 199, 600, 1000] {
            assert_eq!(Response::new(status).render().expect_err("refused").status(), 500, "{status}");
        }
    }

    #[test]
    fn an_answer_over_the_limit_is_refused() {
        let error = Response::new(200).body("\"".repeat(LIMIT / 2)).render().expect_err("refused");
        assert!(error.to_string().contains("over Lambda's limit"), "{error}");
    }
}
