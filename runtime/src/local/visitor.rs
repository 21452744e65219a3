//! Who may knock at a door of this desk: programs that run on it, and no web page. A page of any
//! site can send requests to a port of the machine that shows it; its browser says so in headers
//! that the page cannot take away.

use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, header};

use super::host::is_local;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Why a request is not one of this desk's own programs, in a sentence for whoever sent it.
pub(super) fn refusal(parts: &Parts) -> Option<&'static str> {
    if is_of_a_page(&parts.headers) {
        return Some("a web page may not call this address");
    }
    // A page whose own name leads to this machine is of the same origin, and sends its name here.
    let mut hosts = parts.headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok()?.parse().ok());
    let named = host.as_ref().is_some_and(is_here) && hosts.next().is_none();
    if named && parts.uri.authority().is_none_or(is_here) {
        return None;
    }
    Some("the `Host` of a request has to be a loopback address, or `localhost`")
}

/// Whether a browser says that it sends the request for a page.
pub(super) fn is_of_a_page(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN) || headers.contains_key(SEC_FETCH_SITE)
}

fn is_here(authority: &Authority) -> bool {
    !authority.as_str().contains('@') && is_local(authority.host())
}
