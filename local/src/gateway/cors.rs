//! CORS: the gateway answers preflights itself, and replaces what a function says of CORS by what is
//! configured.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response, StatusCode, header};
use http_body_util::Full;

use super::{Gateway, insert, origin};
use crate::server::reply::Reply;

impl<F> Gateway<F> {
    /// The answer to a preflight; `None` where the request is none, or nothing of CORS is configured.
    pub(super) fn preflight(&self, parts: &Parts) -> Option<Reply> {
        let cors = self.cors.as_ref()?;
        let origin = origin(parts)?;
        let asks = parts.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        if parts.method != Method::OPTIONS || !asks {
            return None;
        }
        let headers = cors.preflight_headers(Some(origin));
        let allowed = headers.iter().any(|(name, _)| *name == header::ACCESS_CONTROL_ALLOW_ORIGIN.as_str());
        let status = if allowed { 204 } else { self.facts.refused_preflight };
        let mut response = Response::new(Full::default());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::NO_CONTENT);
        for (name, value) in headers {
            insert(response.headers_mut(), &name, &value);
        }
        Some(response)
    }

    /// With CORS configured, the function's own headers count for nothing; a request that says
    /// where it comes from gets the configured ones.
    pub(super) fn add_cors(&self, headers: &mut HeaderMap, origin: Option<&str>) {
        let Some(cors) = &self.cors else { return };
        let given = headers.keys().filter(|name| name.as_str().starts_with("access-control-"));
        for name in given.cloned().collect::<Vec<_>>() {
            headers.remove(name);
        }
        let Some(origin) = origin else { return };
        for (name, value) in cors.response_headers(Some(origin)) {
            let value = if name == header::VARY.as_str() { varying(headers, &value).into() } else { value };
            insert(headers, &name, &value);
        }
    }
}

/// What a response varies by already, and this.
fn varying(headers: &HeaderMap, name: &str) -> String {
    let lines = headers.get_all(header::VARY).iter().filter_map(|line| line.to_str().ok());
    let mut names: Vec<_> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        names.push(name);
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::Request;

    use super::*;
    use crate::facts::{self, Facts};
    use crate::invocation::tests::Answering;

    #[test]
    fn contested_facts_can_be_taken_the_other_way() {
        let facts = Facts { refused_preflight: 403, ..facts::FACTS };
        let gateway = Gateway { facts, ..Gateway::bare(Answering(""), Duration::ZERO) };
        let status = |origin: &str| {
            let request = Request::options("/").header("access-control-request-method", "POST");
            let (parts, ()) = request.header("origin", origin).body(()).expect("a request").into_parts();
            gateway.preflight(&parts).expect("a preflight").status()
        };
        assert_eq!([status("https://example.com"), status("https://evil.example")], [204, 403]);
    }
}
