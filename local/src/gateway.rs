//! API Gateway: takes HTTP, finds the route, hands the function an event, shapes its answer.
//!
//! What it answers itself is in the form of AWS's own answers, `{"message":"…"}`.

mod event;
mod response;
mod route_selection;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use fingerpost_manifest::Cors;
use fingerpost_manifest::Route;
use http_body_util::Full;
use hyper::body::Incoming;
use tokio::net::TcpListener;

use self::event::Call;
use crate::facts::{self, Facts};
use crate::invocation::{Failure, Invoke};
use crate::server::refusal::Completed;
use crate::server::reply::{self, Reply};
use crate::server::upload::{Unread, Uploads};
use crate::server::{host, listener};

/// The API's front door.
pub(crate) struct Gateway<F> {
    pub(crate) routes: Vec<Route>,
    pub(crate) cors: Option<Cors>,
    pub(crate) functions: F,
    /// Names besides this machine's own that requests may be for.
    pub(crate) allowed_hosts: Vec<String>,
    pub(crate) facts: Facts,
    pub(crate) uploads: Uploads,
}

/// Bytes of large bodies that are held at once: 64 of the largest.
const UPLOADED: usize = 64 * facts::PAYLOAD_LIMIT;

/// The bodies of a gateway's requests, each of which may take this long to arrive.
pub(crate) fn uploads(patience: Duration) -> Uploads {
    Uploads::new(facts::PAYLOAD_LIMIT, UPLOADED, patience)
}

impl<F: Invoke> Gateway<F> {
    /// Serves until `stop` resolves.
    pub(crate) async fn serve(
        self,
        listener: TcpListener,
        patience: Duration,
        stop: impl Future<Output = ()>,
    ) {
        let gateway = Arc::new(self);
        let completed = |stream, bodies| Completed::new(stream, gateway.cors.as_ref(), bodies);
        let answering = Arc::clone(&gateway);
        let answer = move |request, client| {
            let gateway = Arc::clone(&answering);
            async move { gateway.answer(request, client).await }
        };
        listener::serve(listener, patience, completed, answer, stop).await;
    }

    /// Answers one request, whatever it is.
    async fn answer(&self, request: Request<Incoming>, client: SocketAddr) -> Reply {
        let started = Instant::now();
        let id = reply::request_id();
        let (parts, mut body) = request.into_parts();
        let outcome = self.outcome(&parts, &mut body, client, &id).await;
        let by_function = outcome.is_ok();
        let mut response = outcome.unwrap_or_else(|refused| refused);
        if !response.headers().contains_key(header::CONNECTION) {
            self.uploads.discard(&parts, body);
        }
        if !(by_function && parts.method == Method::OPTIONS) {
            self.add_cors(response.headers_mut(), origin(&parts));
        }
        insert(response.headers_mut(), "apigw-requestid", &id);
        crate::terminal::say(format_args!(
            "{} {:<6} {} {:.1} ms",
            response.status().as_u16(),
            parts.method.as_str(),
            parts.uri,
            started.elapsed().as_secs_f64() * 1000.0
        ));
        response
    }

    /// What the function answered or, as an error, what the gateway says itself.
    async fn outcome(
        &self,
        parts: &Parts,
        body: &mut Incoming,
        client: SocketAddr,
        id: &str,
    ) -> Result<Reply, Reply> {
        if head_size(parts) > facts::HEADER_LIMIT {
            return Err(reply::of_its_own(
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                facts::HEADERS_TOO_LARGE,
            ));
        }
        let host =
            host::of(parts, &self.allowed_hosts).map_err(|(status, why)| reply::of_its_own(status, &why))?;
        let matched =
            route_selection::find(&self.facts, &self.routes, parts.method.as_str(), parts.uri.path());
        let Some(matched) = matched else {
            return self
                .preflight(parts)
                .ok_or_else(|| reply::of_its_own(StatusCode::NOT_FOUND, "Not Found"));
        };
        let (body, _place) = self.uploads.read(body).await.map_err(|why| unread(&why))?;
        let call = Call { parts, body: &body, client: client.ip(), host: &host, id };
        let event = event::build(&self.facts, &call, &matched).to_string();
        drop(body);
        if event.len() > facts::PAYLOAD_LIMIT {
            return Err(unread(&Unread::TooLarge));
        }
        let name = &matched.0.name;
        let payload = self.functions.invoke(name, event.into()).await.map_err(|failure| match failure {
            Failure::Late | Failure::Throttled => unavailable(),
            Failure::Function(reason) => internal(name, &reason),
        })?;
        response::response(&self.facts, &payload).ok_or_else(|| {
            let shown: String = String::from_utf8_lossy(&payload).chars().take(200).collect();
            internal(name, &format!("API Gateway would call this answer malformed: {shown}"))
        })
    }

    fn preflight(&self, parts: &Parts) -> Option<Reply> {
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
    fn add_cors(&self, headers: &mut HeaderMap, origin: Option<&str>) {
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

/// The answer to a request whose body could not be read, or was too large for an event.
fn unread(why: &Unread) -> Reply {
    match why {
        Unread::TooLarge => reply::of_its_own(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large"),
        Unread::CutShort => reply::of_its_own(StatusCode::BAD_REQUEST, "Bad Request"),
        Unread::Full => unavailable(),
        Unread::Late => {
            let mut late = reply::of_its_own(StatusCode::REQUEST_TIMEOUT, "Request Timeout");
            late.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            late
        }
    }
}

fn unavailable() -> Reply {
    reply::of_its_own(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
}

fn internal(route: &str, reason: &str) -> Reply {
    crate::terminal::say(format_args!("{route}: {reason}"));
    reply::of_its_own(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
}

fn origin(parts: &Parts) -> Option<&str> {
    parts.headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok())
}

fn insert(headers: &mut HeaderMap, name: &str, value: &str) {
    // Origins and header names come from the API's own declaration, ids from us.
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(value)) {
        headers.insert(name, value);
    }
}

/// Bytes of the request line and the headers, as they came.
fn head_size(parts: &Parts) -> usize {
    let line = parts.method.as_str().len() + parts.uri.to_string().len() + " HTTP/1.1\r\n ".len();
    parts.headers.iter().fold(line, |size, (name, value)| size + name.as_str().len() + value.len() + 4)
}

#[cfg(test)]
impl<F> Gateway<F> {
    /// A gateway with one route, `POST /`.
    pub(crate) fn bare(functions: F, patience: Duration) -> Self {
        let routes = vec![crate::bare_route::bare("POST", "/")];
        let cors = Some(Cors::origins(["https://example.com"]));
        let (allowed_hosts, uploads) = (Vec::new(), uploads(patience));
        Self { routes, cors, functions, allowed_hosts, facts: facts::FACTS, uploads }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
