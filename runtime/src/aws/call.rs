//! A call of a service without an SDK's client: signed, sent, and made again where that may help.
//!
//! SQS, S3 and the stores of secrets are called so. Their SDK crates would add megabytes to a function for the few
//! calls that are made here.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use tokio::time::sleep;

use super::connector::Connector;
use super::sign::{settings, sign};
use crate::error::FailedCall;

/// How often a call is made before it fails, as in the SDK.
const ATTEMPTS: u32 = 3;
/// The longest pause before the second attempt; it doubles for each one after.
const PAUSE: Duration = Duration::from_millis(100);

const USER_AGENT: &str = concat!("fingerpost/", env!("CARGO_PKG_VERSION"));

/// A service of AWS that is called without an SDK's client.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    /// Its name in logs: `SQS`.
    pub(crate) name: &'static str,
    /// Its name in signatures: `sqs`.
    pub(crate) signed_as: &'static str,
    pub(crate) region: String,
    pub(crate) credentials: Credentials,
    pub(crate) connector: Connector,
}

/// One call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) body: Bytes,
    /// Whether it may be made again when its answer is late: it changes nothing, or the same again.
    pub(crate) repeatable: bool,
    /// How long an attempt that begins now may take, if not as long as it likes.
    pub(crate) limit: fn() -> Option<Duration>,
}

/// An answer that says that the call succeeded.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// How a service tells what it refused: its code and its message.
pub(crate) type Read = fn(StatusCode, &Answer) -> (String, String);

/// A call that did not succeed.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The service answered with an error.
    Refused { status: StatusCode, code: String, message: String, request: Option<String> },
    /// There was no answer.
    Unanswered(ConnectorError),
    /// It cannot be sent.
    Unsent(String),
}

impl Service {
    /// Makes a call.
    ///
    /// # Errors
    ///
    /// How the last attempt failed.
    pub(crate) async fn make(&self, call: &Call, read: Read) -> Result<Answer, Failed> {
        let mut attempt = 1;
        loop {
            let failed = match self.attempt(call, read).await {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            let request = failed.request();
            tracing::debug!(service = self.name, attempt, request, %failed, "an attempt failed");
            if attempt == ATTEMPTS || !failed.may_pass(call.repeatable) {
                return Err(failed);
            }
            sleep(PAUSE.mul_f64(fastrand::f64() * f64::from(1 << (attempt - 1)))).await;
            attempt += 1;
        }
    }

    async fn attempt(&self, call: &Call, read: Read) -> Result<Answer, Failed> {
        let request = self.signed(call).map_err(Failed::Unsent)?;
        let sent = self.connector.send(request, (call.limit)()).await;
        let (parts, body) = sent.map_err(Failed::Unanswered)?;
        let (status, answer) = (parts.status, Answer { headers: parts.headers, body });
        if status.is_success() {
            return Ok(answer);
        }
        let request = ["x-amzn-requestid", "x-amz-request-id"].iter().find_map(|name| answer.text(name));
        let (code, message) = read(status, &answer);
        Err(Failed::Refused { status, code, message, request: request.map(str::to_owned) })
    }

    fn signed(&self, call: &Call) -> Result<http::Request<SdkBody>, String> {
        let mut request = http::Request::builder().method(call.method.clone()).uri(&call.url);
        request = request.header(http::header::USER_AGENT, USER_AGENT);
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        let request = request.body(SdkBody::from(call.body.clone()));
        let mut request = request.map_err(|error| format!("the request cannot be sent: {error}"))?;
        let named = call.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let body = SignableBody::Bytes(&call.body);
        let signable = SignableRequest::new(call.method.as_str(), &call.url, named, body);
        let place = (self.signed_as, self.region.as_str());
        let signed = sign(signable, &self.credentials, place, settings(self.signed_as))?;
        let unsigned = |error: &dyn StdError| format!("the request cannot be signed: {error}");
        for (name, value) in signed.headers() {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| unsigned(&error))?;
            let value = HeaderValue::from_str(value).map_err(|error| unsigned(&error))?;
            request.headers_mut().insert(name, value);
        }
        Ok(request)
    }
}

impl Answer {
    /// A header's text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Failed {
    /// Whether the service said this code.
    #[cfg(any(feature = "s3", feature = "sqs"))]
    pub(crate) fn is(&self, known: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == known)
    }

    /// Whether another attempt may succeed.
    fn may_pass(&self, repeatable: bool) -> bool {
        match self {
            Self::Refused { .. } => self.meaning().is_some(),
            Self::Unanswered(error) => error.is_io() || (error.is_timeout() && repeatable),
            Self::Unsent(_) => false,
        }
    }

    /// What it means for who called the API; `None` is a mistake of ours.
    pub(crate) fn meaning(&self) -> Option<FailedCall> {
        match self {
            Self::Refused { status, code, .. } => Self::said(*status, code),
            Self::Unanswered(error) => {
                (error.is_timeout() || error.is_io()).then_some(FailedCall::Unavailable)
            }
            Self::Unsent(_) => None,
        }
    }

    fn said(status: StatusCode, code: &str) -> Option<FailedCall> {
        let name = code.strip_suffix("Exception").unwrap_or(code);
        match name {
            "Throttling"
            | "Throttled"
            | "RequestThrottled"
            | "RequestLimitExceeded"
            | "TooManyRequests"
            | "SlowDown"
            | "KmsThrottled"
            | "KMS.Throttling" => Some(FailedCall::Again),
            _ if status == StatusCode::TOO_MANY_REQUESTS => Some(FailedCall::Again),
            _ => status.is_server_error().then_some(FailedCall::Unavailable),
        }
    }

    /// By which AWS knows the attempt.
    fn request(&self) -> Option<&str> {
        match self {
            Self::Refused { request, .. } => request.as_deref(),
            _ => None,
        }
    }

    /// The error of a call, by what it was to do: "`SendMessage` on queue `Jobs`".
    #[cfg(any(feature = "s3", feature = "sqs"))]
    pub(crate) fn into_error(self, what: &str) -> crate::error::Error {
        let request = self.request().map(|id| format!(" (request {id})")).unwrap_or_default();
        crate::error::Error::of_failed_call(self.meaning(), format!("{what} failed{request}")).caused_by(self)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { status, code, message, .. } if message.is_empty() => {
                write!(f, "{code} ({})", status.as_u16())
            }
            Self::Refused { code, message, .. } => write!(f, "{code}: {message}"),
            Self::Unanswered(error) => {
                write!(f, "there is no answer: {error}")?;
                let mut cause = error.source();
                while let Some(error) = cause {
                    write!(f, ": {error}")?;
                    cause = error.source();
                }
                Ok(())
            }
            Self::Unsent(why) => f.write_str(why),
        }
    }
}

/// It shows its whole chain, so that it has no source.
impl StdError for Failed {}

#[cfg(test)]
mod tests;
