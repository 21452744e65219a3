//! A request to an API under test.

use std::fmt::Display;
use std::panic::Location;

use bytes::Bytes;
use fingerpost_local::testing::Caller;
use http::{HeaderName, HeaderValue, Method, Request, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::answer::TestAnswer;
use super::exchange::{self, Exchange};
use super::running::Running;

/// A request being put together, from [`TestApi::get`](super::TestApi::get) and the like; nothing is sent before
/// [`send`](Self::send).
#[must_use = "nothing is sent before `send`"]
pub struct TestRequest<'a> {
    running: &'a Running,
    request: Request<Bytes>,
}

impl<'a> TestRequest<'a> {
    /// The same request from a caller whom the gateway takes as verified.
    pub(super) fn by(mut self, caller: Caller) -> Self {
        self.request.extensions_mut().insert(caller);
        self
    }

    #[track_caller]
    pub(super) fn new(running: &'a Running, method: Method, path: &str) -> Self {
        Self { running, request: exchange::request(method, path) }
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// When HTTP does not take the name or the value.
    #[track_caller]
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let (known, text) = (HeaderName::try_from(name), HeaderValue::from_bytes(value.as_ref()));
        let (Ok(known), Ok(text)) = (known, text) else {
            let value = String::from_utf8_lossy(value.as_ref());
            panic!("HTTP does not take the header `{name}: {value}`");
        };
        self.request.headers_mut().append(known, text);
        self
    }

    /// Adds a parameter to the query, encoded as a client encodes it. One that repeats is given again.
    ///
    /// # Panics
    ///
    /// When the path is longer than HTTP takes, 64 KB.
    #[track_caller]
    pub fn query(mut self, name: &str, value: impl Display) -> Self {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let uri = self.request.uri();
        let and = if uri.query().is_some() { '&' } else { '?' };
        let path = format!("{uri}{and}{}={}", encoded(name), encoded(&value.to_string()));
        *self.request.uri_mut() = exchange::uri(&path);
        self
    }

    /// Adds a cookie to those that are sent.
    ///
    /// # Panics
    ///
    /// When the name or the value is not one that a cookie can have.
    #[track_caller]
    pub fn cookie(mut self, name: &str, value: impl Display) -> Self {
        let value = value.to_string();
        let others = self.request.headers_mut().remove(header::COOKIE);
        let fits =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte));
        assert!(
            !name.is_empty() && !name.contains('=') && fits(name) && fits(&value),
            "not a cookie: `{name}={value}`"
        );
        let mut cookies = others.map(|others| [others.as_bytes(), b"; "].concat()).unwrap_or_default();
        cookies.extend([name.as_bytes(), b"=", value.as_bytes()].concat());
        self.header(header::COOKIE.as_str(), cookies)
    }

    /// Adds `Authorization: Bearer …`, for a route with an authorizer of your own. A route with `Claims` is asked
    /// by [`TestApi::caller`](super::TestApi::caller).
    ///
    /// # Panics
    ///
    /// When HTTP does not take the token.
    #[track_caller]
    pub fn bearer(self, token: &str) -> Self {
        self.header(header::AUTHORIZATION.as_str(), format!("Bearer {token}"))
    }

    /// Sets the body to a value as JSON, and the type of the content to `application/json` where no header
    /// says another.
    ///
    /// # Panics
    ///
    /// When the value cannot be written as JSON.
    #[track_caller]
    pub fn json(self, value: impl Serialize) -> Self {
        let json = serde_json::to_vec(&value);
        let json = json.unwrap_or_else(|error| panic!("the value cannot be written as JSON: {error}"));
        self.with_type("application/json").body(json)
    }

    /// Sets the body to an encoded form, `name=value&…`, and the type of the content where no header says
    /// another.
    pub fn form(self, form: impl Into<String>) -> Self {
        self.with_type("application/x-www-form-urlencoded").body(form.into())
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        *self.request.body_mut() = body.into();
        self
    }

    fn with_type(mut self, content_type: &'static str) -> Self {
        let value = HeaderValue::from_static(content_type);
        self.request.headers_mut().entry(header::CONTENT_TYPE).or_insert(value);
        self
    }

    /// Sends the request, and returns the answer.
    ///
    /// # Panics
    ///
    /// When the OpenAPI document does not have the answer: its status, its type, or a body that is against its
    /// schema; and when the route called DynamoDB beyond what its signature grants. The message has the request, the
    /// answer and the log.
    #[track_caller]
    pub fn send(self) -> impl Future<Output = TestAnswer> + Send + use<'a> {
        let place = Location::caller();
        let Self { running, request } = self;
        async move {
            let (exchange, wrong) = Exchange::of(running, request).await;
            if let Some(wrong) = wrong {
                panic!("{place}: {wrong}\n\n{exchange}");
            }
            TestAnswer::of(exchange)
        }
    }
}
