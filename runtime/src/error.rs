//! The one error type of handlers, extractors and tables.
//!
//! An error knows its status, so `?` can end a request anywhere. How it becomes a response, and what the
//! client may see of it, is in `response/failure.rs`.

mod answered;
mod detail;
mod failed_call;
mod fields;
mod more;
mod or_error;
mod parts;
mod passed;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use fingerpost_untrusted::RESERVED;

pub use self::answered::AnswerError;
pub use self::detail::Detail;
pub(crate) use self::detail::MISSING;
pub(crate) use self::failed_call::{EMPTY_NAME, FailedCall, TOO_DEEP, TOO_LARGE};
pub use self::fields::{ErrorDetails, ErrorField, ErrorText, FieldType, NoSchema};
use self::more::More;
pub use self::or_error::OrError;
pub(crate) use self::parts::{IF_MATCH, MOST_DETAILS};
pub use self::passed::{Holds, Passes, TakesAll, held};

/// A result whose error is the response to the request.
///
/// A route returns one, so that `?` on any error ends the request: an [`Error`] with its own status, any
/// other error as a 500.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What led to an error: any other error, or a text.
type Cause = Box<dyn StdError + Send + Sync>;

/// An error that knows its HTTP status.
///
/// A 4xx is the client's mistake, and its message is the body of the response: `{"error":"<message>"}`. Beside
/// it stand the [details](Detail), where parts of the request are at fault, and the fields that were added. A
/// 5xx is ours: the body is `{"error":"Internal server error"}`, the header `x-request-id` has the id by
/// which the request is found in the log, and the log has the message with the whole chain of causes.
///
/// Errors that callers tell apart are better the variants of an enum, which says all of them by its type: see
/// [`ApiError`](macro@crate::ApiError).
///
/// `?` turns any `std::error::Error` into a 500, unless it is a failed call of DynamoDB. For that reason `Error`
/// does not implement `std::error::Error` itself, like `anyhow::Error`.
///
/// # Examples
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
    /// Boxed, because most errors have none of it.
    more: Option<Box<More>>,
}

macro_rules! statuses {
    ($($name:ident = $status:literal $text:literal;)*) => {$(
        #[doc = concat!("Makes a ", $status, " ", $text, ", with the sentence that the client reads.")]
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

    /// Makes an error with a status of 400 to 599; any other status becomes 500.
    ///
    /// The client reads the message of a 4xx. That of a 5xx goes to the log alone.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::Error;
    ///
    /// assert_eq!(Error::new(418, "I'm a teapot").status(), 418);
    /// assert_eq!(Error::new(200, "this is not an error").status(), 500);
    /// ```
    pub fn new(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        let status = if (400..600).contains(&status) { status } else { 500 };
        Self { status, message: message.into(), cause: None, more: None }
    }

    /// Makes a 500, whose message goes to the log and never to the client.
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(500, message)
    }

    /// Adds what led to the error, for the log: another error, or a text.
    ///
    /// The causes of a 5xx are logged at `error`, those of a 4xx at `debug`. The client sees neither.
    ///
    /// # Examples
    ///
    /// ```
    /// use fingerpost::{Error, Result};
    ///
    /// fn year(text: &str) -> Result<u16> {
    ///     text.parse().map_err(|error| Error::bad_request("The year is not a number").caused_by(error))
    /// }
    /// # let error = year("x").unwrap_err();
    /// # assert_eq!(error.to_string(), "The year is not a number: invalid digit found in string");
    /// ```
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Cause>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Returns the HTTP status, which is 400 to 599.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The message and every cause, on one line.
    pub(crate) fn chain(&self) -> String {
        let mut chain = self.message.to_string();
        let mut cause = self.cause.as_deref().map(|cause| cause as &dyn StdError);
        // A chain of somebody else's may have no end.
        for _ in 0..MOST_CAUSES {
            let Some(error) = cause else { break };
            let text = text_of(error);
            if !chain.ends_with(&text) {
                chain.push_str(": ");
                chain.push_str(&text);
            }
            cause = catch_unwind(AssertUnwindSafe(|| error.source())).unwrap_or_default();
        }
        chain
    }

    /// A 400 for a key of a JSON text that `serde_json` would take for an instruction.
    pub(crate) fn reserved_key(key: &str) -> Self {
        let shown = shortened(key);
        Self::whole_body(400, format!("Reserved key: no field's name may begin with {RESERVED}, got {shown}"))
    }

    /// The message without its causes: what a client is told of a 4xx.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Whether a cause was added, which the log should have.
    pub(crate) fn has_cause(&self) -> bool {
        self.cause.is_some()
    }
}

/// Shows the message and every cause, on one line, as the log has them.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.chain())
    }
}

/// The causes of an error that are looked at.
pub(crate) const MOST_CAUSES: usize = 64;

/// The text of an error of somebody else's. One that cannot be written must not end the process.
fn text_of(error: &dyn StdError) -> String {
    let written = catch_unwind(AssertUnwindSafe(|| {
        let mut text = String::new();
        fmt::Write::write_fmt(&mut text, format_args!("{error}")).map(|()| text)
    }));
    written
        .ok()
        .and_then(std::result::Result::ok)
        .unwrap_or_else(|| "an error that cannot be written".to_owned())
}

/// A text that a client sent, cut to 80 characters so that the error which quotes it stays a sentence.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    let start = start(text, LONGEST);
    let mut shortened = start.to_owned();
    if start.len() < text.len() {
        shortened.push('…');
    }
    shortened
}

/// The first characters of a text.
pub(crate) fn start(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}
