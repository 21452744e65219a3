//! Refuses requests that a web page sends: only programs on this machine may call the local
//! DynamoDB and the Runtime API.
//!
//! A page of any site can send requests to a port of the machine that shows it; its browser says so
//! in headers that the page cannot take away.

use axum::http::request::Parts;
use axum::http::{HeaderName, header};

use crate::server::host;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The host that a request is for, or why it is refused, in a sentence for whoever sent it.
pub(crate) fn admit(parts: &Parts) -> Result<String, &'static str> {
    let Parts { headers, .. } = parts;
    if headers.contains_key(header::ORIGIN) || headers.contains_key(SEC_FETCH_SITE) {
        return Err("a web page may not call this address");
    }
    // A page whose own name leads to this machine is of the same origin, and sends its name here.
    let host = host::of(parts, &[]).ok().filter(|_| headers.contains_key(header::HOST));
    host.ok_or("the `Host` of a request has to be a loopback address, or `localhost`")
}
