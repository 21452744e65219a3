//! Whom a request means to talk to: this machine, or a name that only points to it.
//!
//! A web page may have its own name resolve to 127.0.0.1, and a browser then takes this API for
//! the page's own server. It still sends the page's name as `Host`, by which it is refused.

use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{StatusCode, Version, header};

/// The host and port that a request is for, or the status and sentence that refuse it.
pub(crate) fn of(parts: &Parts, allowed: &[String]) -> Result<String, (StatusCode, String)> {
    let malformed =
        || (StatusCode::BAD_REQUEST, "a request has one `Host`, with a host's name in it".to_owned());
    let mut sent = parts.headers.get_all(header::HOST).iter();
    let named = match (sent.next(), sent.next()) {
        (None, _) if parts.version == Version::HTTP_10 => "localhost".parse().ok(),
        (Some(host), None) => Authority::try_from(host.as_bytes()).ok(),
        _ => None,
    };
    let named = named.ok_or_else(malformed)?;
    // A target in absolute form says it again, and counts.
    let host = parts.uri.authority().unwrap_or(&named);
    for name in [&named, host] {
        if !is_host_and_port(name) {
            return Err(malformed());
        }
        if !is_local(name.host()) && !allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name.host()))
        {
            let name = name.host();
            let sentence =
                format!("`{name}` is not this machine; `serve --allow-host {name}` takes its requests");
            return Err((StatusCode::FORBIDDEN, sentence));
        }
    }
    Ok(host.to_string())
}

/// A name that `serve --allow-host` takes: one that a `Host` can have.
pub(crate) fn name(text: &str) -> Result<String, String> {
    let is_host = text.parse::<Authority>().is_ok_and(|authority| authority.host() == text);
    if is_host && !text.contains('*') {
        return Ok(text.to_owned());
    }
    Err("it takes one host's whole name, without a port, a scheme or a `*`".to_owned())
}

/// `Authority` takes a user's name, and any port.
fn is_host_and_port(authority: &Authority) -> bool {
    let port = authority.as_str().strip_prefix(authority.host());
    port.is_some_and(|port| port.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':').is_empty())
}

/// Whether a name always means this machine, whatever DNS says.
fn is_local(host: &str) -> bool {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name == "localhost" || name.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback())
}
