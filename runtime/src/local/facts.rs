//! What API Gateway and Lambda do where sources disagree or are silent, and their limits.
//!
//! Each contested fact is a switch here and nowhere else, with the default taken and why.

/// Between repeated headers. AWS documents a comma; captures show both with and without a
/// space.
pub(super) const HEADER_SEPARATOR: &str = ",";

/// Whether bodies of `application/problem+json` and other `+json` arrive as text. No capture
/// shows it; the documented list does not have them, so they arrive in base64.
pub(super) const SUFFIX_JSON_IS_TEXT: bool = false;

/// Whether a request to `/x/` reaches the route `/x`. Reports differ; a client that relies
/// on it breaks where it does not hold.
pub(super) const TRAILING_SLASH_MATCHES: bool = false;

/// Whether an `OPTIONS` without `origin` and `access-control-request-method` is answered as
/// a preflight. The documentation says that API Gateway "automatically sends a response to
/// preflight OPTIONS requests"; a `curl -X OPTIONS` is how people try it.
pub(super) const BARE_OPTIONS_IS_PREFLIGHT: bool = true;

/// Body of a 431; the documentation names the limit only.
pub(super) const HEADERS_TOO_LARGE: &str = "Request Header Fields Too Large";

/// Bytes of request line and headers that API Gateway takes.
pub(super) const HEADER_LIMIT: usize = 10_240;

/// Bytes of body that API Gateway takes.
pub(super) const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// Bytes of event, and of answer, that Lambda takes.
pub(super) const PAYLOAD_LIMIT: usize = crate::response::LIMIT;

/// Seconds that API Gateway waits for a function.
pub(super) const INTEGRATION_TIMEOUT_SECONDS: u64 = 30;

/// Seconds that Lambda gives a process to ask for its first event.
pub(super) const INIT_TIMEOUT_SECONDS: u64 = 10;

/// Where this cloud says it is.
pub(super) const REGION: &str = "us-east-1";

/// Who owns it.
pub(super) const ACCOUNT: &str = "000000000000";
