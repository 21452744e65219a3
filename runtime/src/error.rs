//! The one error type of handlers and extractors, and what a client sees of it.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use fingerpost_untrusted::RESERVED;

/// A result whose error is a response: `?` on any error ends the request.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Cause = Box<dyn StdError + Send + Sync>;

/// An error that knows its HTTP status.
///
/// A 4xx is the client's: its message is the body, `{"error":"<message>"}`. Everything
/// else is ours: the client gets `{"error":"Internal server error"}`, the log gets the
/// message and the whole chain of causes. Any `std::error::Error` becomes a 500 by `?`.
///
/// ```
/// # use fingerpost::{Error, Result};
/// fn seats(text: &str) -> Result<u32> {
///     let seats = text.parse()?; // a 500: not the client's doing
///     if seats > 500 {
///         return Err(Error::conflict("The hall has 500 seats"));
///     }
///     Ok(seats)
/// }
/// # assert_eq!(seats("501").unwrap_err().status(), 409);
/// # assert_eq!(seats("x").unwrap_err().status(), 500);
/// ```
#[derive(Debug)]
pub struct Error {
    status: u16,
    message: Cow<'static, str>,
    cause: Option<Cause>,
}

macro_rules! statuses {
    ($($name:ident = $status:literal $text:literal;)*) => {$(
        #[doc = concat!("A ", $status, " ", $text, ", with the sentence that the client reads.")]
        pub fn $name(message: impl Into<Cow<'static, str>>) -> Self {
            Self::new($status, message)
        }
    )*};
}

impl Error {
    statuses! {
        bad_request = 400 "Bad Request";
        unauthorized = 401 "Unauthorized";
        forbidden = 403 "Forbidden";
        not_found = 404 "Not Found";
        conflict = 409 "Conflict";
        gone = 410 "Gone";
        precondition_failed = 412 "Precondition Failed";
        payload_too_large = 413 "Content Too Large";
        unsupported_media_type = 415 "Unsupported Media Type";
        unprocessable = 422 "Unprocessable Content";
        too_many_requests = 429 "Too Many Requests";
    }

    /// An error with any status; one outside 400 to 599 is answered as a 500.
    pub fn new(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        let status = if (400..600).contains(&status) { status } else { 500 };
        Self { status, message: message.into(), cause: None }
    }

    /// A 500: the message goes to the log, never to the client.
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(500, message)
    }

    /// Adds what led to it, for the log.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Cause>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The message and every cause, on one line.
    pub(crate) fn chain(&self) -> String {
        let mut chain = self.message.to_string();
        let mut cause = self.cause.as_deref().map(|cause| cause as &dyn StdError);
        while let Some(error) = cause {
            let text = error.to_string();
            if !chain.ends_with(&text) {
                chain.push_str(": ");
                chain.push_str(&text);
            }
            cause = error.source();
        }
        chain
    }

    /// A 400 for a key of a JSON text that `serde_json` would take for an instruction.
    pub(crate) fn reserved_key(key: &str) -> Self {
        let shown = shortened(key);
        Self::bad_request(format!("Reserved key: no field's name may begin with {RESERVED}, got {shown}"))
    }

    /// What a client is told.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Whether something else led to it.
    pub(crate) fn has_cause(&self) -> bool {
        self.cause.is_some()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain())
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::internal(error.to_string()).caused_by(error)
    }
}

/// What a client sent, cut so that an error stays a sentence.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// Turns "there is none" into the response that says so.
pub trait OrError {
    /// What is there when there is something.
    type Value;

    /// The value, or the error instead.
    ///
    /// # Errors
    ///
    /// `error` when there is no value.
    fn or_error(self, error: impl FnOnce() -> Error) -> Result<Self::Value>;

    /// The value, or a 404 with this sentence.
    ///
    /// # Errors
    ///
    /// 404 when there is no value.
    fn or_not_found(self, message: impl Into<Cow<'static, str>>) -> Result<Self::Value>
    where
        Self: Sized,
    {
        self.or_error(|| Error::not_found(message))
    }

    /// The value, or a 409 with this sentence.
    ///
    /// # Errors
    ///
    /// 409 when there is no value.
    fn or_conflict(self, message: impl Into<Cow<'static, str>>) -> Result<Self::Value>
    where
        Self: Sized,
    {
        self.or_error(|| Error::conflict(message))
    }
}

impl<T> OrError for Option<T> {
    type Value = T;

    fn or_error(self, error: impl FnOnce() -> Error) -> Result<T> {
        self.ok_or_else(error)
    }
}

impl OrError for bool {
    type Value = ();

    fn or_error(self, error: impl FnOnce() -> Error) -> Result<()> {
        self.then_some(()).ok_or_else(error)
    }
}
