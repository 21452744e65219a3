//! The answer of an API under test.

use std::fmt;

use fingerpost_local::testing::Made;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::exchange::Exchange;

/// The answer to a [`TestRequest`](super::TestRequest).
///
/// The methods `assert…` fail the test with the request, the answer and the log, and return the answer where
/// all is well.
#[derive(Debug)]
pub struct TestAnswer(Exchange);

/// The request, the answer, and what was called and logged meanwhile.
impl fmt::Display for TestAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TestAnswer {
    pub(super) fn of(exchange: Exchange) -> Self {
        Self(exchange)
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.0.response.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.response.headers()
    }

    /// Returns a header's first value, or `None` where there is none that is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().get(name)?.to_str().ok()
    }

    /// Returns the body.
    pub fn body(&self) -> &[u8] {
        self.0.response.body()
    }

    /// Returns the body as text, with `U+FFFD` for what is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.body()).into_owned()
    }

    /// Reads the body as JSON.
    ///
    /// # Panics
    ///
    /// When the body is not JSON, or not a `T`.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        let read = serde_json::from_slice(self.body());
        read.unwrap_or_else(|error| self.fail(format_args!("the body cannot be read: {error}")))
    }

    /// Returns what was logged between the request and its answer, by any request.
    pub fn log(&self) -> &str {
        &self.0.log
    }

    /// Returns the calls of DynamoDB that the route made between the request and its answer, for any request of
    /// that time. A call that the client repeated is there again.
    pub fn calls(&self) -> &[Made] {
        &self.0.calls
    }

    /// Asserts the status.
    ///
    /// # Panics
    ///
    /// When the status is another.
    #[track_caller]
    pub fn assert(&self, status: u16) -> &Self {
        if self.status() != status {
            self.fail(format_args!("expected status {status}, got {}", self.status().as_u16()));
        }
        self
    }

    /// Asserts a body of JSON: any order of members will do.
    ///
    /// # Panics
    ///
    /// When the body is not JSON, or another value.
    #[track_caller]
    pub fn assert_body(&self, expected: impl Serialize) -> &Self {
        let expected = serde_json::to_value(expected);
        let expected = expected.unwrap_or_else(|error| panic!("what is expected is not JSON: {error}"));
        let got: Value = self.json();
        if got != expected {
            self.fail(format_args!("expected the body\n{expected:#}\ngot\n{got:#}"));
        }
        self
    }

    /// Asserts a body of text.
    ///
    /// # Panics
    ///
    /// When the body is another.
    #[track_caller]
    pub fn assert_text(&self, expected: &str) -> &Self {
        if self.text() != expected {
            self.fail(format_args!("expected the body\n{expected}\ngot\n{}", self.text()));
        }
        self
    }

    /// Asserts the first value of a header.
    ///
    /// # Panics
    ///
    /// When the header is another, or missing.
    #[track_caller]
    pub fn assert_header(&self, name: &str, expected: &str) -> &Self {
        match self.header(name) {
            Some(got) if got == expected => self,
            got => self.fail(format_args!("expected the header `{name}: {expected}`, got {got:?}")),
        }
    }

    #[track_caller]
    fn fail(&self, what: fmt::Arguments<'_>) -> ! {
        panic!("{what}\n\n{}", self.0)
    }
}
