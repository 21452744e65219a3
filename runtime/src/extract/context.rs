//! What the gateway knows of a request beside the request itself: who sent it, when, and to which stage.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use fingerpost_untrusted::{Fields, text};

use super::FromRequest;
use crate::error::Result;
use crate::request::Request;
use crate::route::Description;

/// What API Gateway, or a function URL, says of a request.
///
/// It is read from the event's `requestContext`. A part that the event does not have, or that is not what
/// it should be, is `None`; no request is refused for it.
///
/// The source IP is that of the connection, which a caller cannot choose; behind a proxy or a
/// content network it is theirs. The user agent is whatever the caller sent.
///
/// # Examples
///
/// ```
/// use fingerpost::{Json, RequestContext, route};
///
/// /// Tells callers their address.
/// #[route(GET, "/address")]
/// async fn address(context: RequestContext) -> Json<Option<String>> {
///     Json(context.source_ip.map(|address| address.to_string()))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestContext {
    /// The gateway's own id of the request, which its access log has, and the header `apigw-requestid` of
    /// the answer. [`RequestId`](crate::RequestId) is Lambda's.
    pub request_id: Option<String>,
    /// The address that the request came from.
    pub source_ip: Option<IpAddr>,
    /// The program that sent the request, as it calls itself.
    pub user_agent: Option<String>,
    /// When the gateway received the request, to the millisecond.
    pub time: Option<SystemTime>,
    /// The stage that was called, `$default` unless another was deployed.
    pub stage: Option<String>,
}

impl FromRequest for RequestContext {
    fn describe(route: &mut Description) {
        route.reads_of_all();
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let mut context = Self::default();
        for (name, value) in fields(request.context().unwrap_or_default().as_bytes()) {
            match name {
                b"requestId" => context.request_id = filled(value),
                b"stage" => context.stage = filled(value),
                b"timeEpoch" => context.time = time(value),
                b"http" => context.read_http(value),
                _ => {}
            }
        }
        Ok(context)
    }
}

impl RequestContext {
    /// Reads the part of it that tells of the HTTP request.
    fn read_http(&mut self, http: &[u8]) {
        for (name, value) in fields(http) {
            match name {
                b"sourceIp" => self.source_ip = text(value).and_then(|address| address.parse().ok()),
                b"userAgent" => self.user_agent = filled(value),
                _ => {}
            }
        }
    }
}

/// The fields of a JSON object; none of anything else.
fn fields(json: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    Fields::of(json).into_iter().flatten()
}

/// A text that is not empty.
fn filled(json: &[u8]) -> Option<String> {
    text(json).filter(|text| !text.is_empty()).map(std::borrow::Cow::into_owned)
}

/// Milliseconds since 1970, as a point in time.
fn time(json: &[u8]) -> Option<SystemTime> {
    let milliseconds = std::str::from_utf8(json).ok()?.parse().ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
}
