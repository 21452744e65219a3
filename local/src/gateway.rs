//! API Gateway: takes HTTP, finds the route, hands the function an event, shapes its answer.
//!
//! What it answers itself is in the form of AWS's own answers, `{"message":"…"}`.

pub(crate) mod auth;
pub(crate) mod caller;
mod cors;
mod document;
pub(crate) mod event;
mod response;
pub(crate) mod route_selection;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use fingerpost_manifest::openapi::Document;
use fingerpost_manifest::{Cors, Route};
use tokio::net::TcpListener;
use tokio::time::timeout;

use self::auth::Guards;
use self::event::Call;
use crate::facts::{self, Facts};
use crate::invocation::{Failure, Invoke};
use crate::server::refusal::Completed;
use crate::server::reply::{self, Reply};
use crate::server::upload::{Unread, Upload, Uploads};
use crate::server::{host, listener};

/// The API's front door.
pub(crate) struct Gateway<F> {
    pub(crate) routes: Vec<Route>,
    pub(crate) cors: Option<Cors>,
    pub(crate) guards: Guards,
    pub(crate) functions: F,
    /// The OpenAPI document, where what the routes take and give is known.
    pub(crate) document: Option<Document>,
    /// Names besides this machine's own that requests may be for.
    pub(crate) allowed_hosts: Vec<String>,
    pub(crate) facts: Facts,
    pub(crate) uploads: Uploads,
}

/// Where it listens on this machine, where no port is given.
pub(crate) const PORT: u16 = 3000;

/// Bytes of large bodies that are held at once: 64 of the largest.
const UPLOADED: usize = 64 * facts::PAYLOAD_LIMIT;

/// The bodies of a gateway's requests, each of which may take this long to arrive.
pub(crate) fn uploads(patience: Duration) -> Uploads {
    Uploads::new(facts::PAYLOAD_LIMIT, UPLOADED, patience)
}

impl<F: Invoke> Gateway<F> {
    /// Serves until `stop` resolves; what it resolves to is dropped when no more connections are taken.
    pub(crate) async fn serve<T>(
        self,
        listener: TcpListener,
        patience: Duration,
        stop: impl Future<Output = T>,
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
    pub(crate) async fn answer(&self, request: Request<impl Upload>, client: SocketAddr) -> Reply {
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
        body: &mut impl Upload,
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
            let own = self.preflight(parts).or_else(|| self.own_document(parts, &host));
            return own.ok_or_else(|| reply::of_its_own(StatusCode::NOT_FOUND, "Not Found"));
        };
        let (route, values) = &matched;
        let call = Call { parts, body: &[], client: client.ip(), host: &host, id, authorizer: None };
        let admitted = self.guards.admit(&self.facts, &self.functions, &call, route, values).await?;
        let (body, _place) = self.uploads.read(body).await.map_err(|why| unread(&why))?;
        let authorizer = admitted.context(parts, &body).map_err(|refusal| refusal.reply(&route.name, &[]))?;
        let call = Call { body: &body, authorizer: authorizer.as_ref(), ..call };
        let event = event::build(&self.facts, &call, &route.key(), values).to_string();
        drop(body);
        if event.len() > facts::PAYLOAD_LIMIT {
            return Err(unread(&Unread::TooLarge));
        }
        let name = &route.name;
        let payload = self.payload(name, event.into()).await?;
        response::response(&self.facts, &payload).ok_or_else(|| {
            let shown: String = String::from_utf8_lossy(&payload).chars().take(200).collect();
            internal(name, &format!("API Gateway would call this answer malformed: {shown}"))
        })
    }

    /// What the function says of an event, as long as a gateway waits for it.
    async fn payload(&self, name: &str, event: Bytes) -> Result<Bytes, Reply> {
        let limit = Duration::from_secs(facts::INTEGRATION_TIMEOUT_SECONDS);
        let answered = timeout(limit, self.functions.invoke(name, event)).await;
        let outcome = answered.map_err(|_elapsed| unavailable())?;
        outcome.map_err(|failure| match failure {
            Failure::Throttled => unavailable(),
            Failure::Function(reason) => internal(name, &reason),
        })
    }
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
use fingerpost_manifest::{Api, Authorizers, Throttle};

#[cfg(test)]
impl<F> Gateway<F> {
    /// A gateway with one route, `POST /`.
    pub(crate) fn bare(functions: F, patience: Duration) -> Self {
        let routes = vec![crate::bare_route::bare("POST", "/")];
        let cors = Some(Cors::origins(["https://example.com"]));
        let (allowed_hosts, uploads) = (Vec::new(), uploads(patience));
        let throttle = Throttle { rate_per_second: 1, burst: 1 };
        let api = Api { name: "bare".to_owned(), cors: None, throttle, authorizers: Authorizers::new() };
        let guards = Guards::of(&api, None, None);
        Self { routes, cors, guards, functions, document: None, allowed_hosts, facts: facts::FACTS, uploads }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions that answer in a second more than the gateway waits.
    struct Slow;

    impl Invoke for Slow {
        async fn invoke(&self, _: &str, _: Bytes) -> Result<Bytes, Failure> {
            tokio::time::sleep(Duration::from_secs(facts::INTEGRATION_TIMEOUT_SECONDS + 1)).await;
            Ok(Bytes::new())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_function_that_takes_longer_than_the_gateway_waits_is_a_503() {
        let gateway = Gateway::bare(Slow, Duration::ZERO);
        let refused = gateway.payload("slow", Bytes::new()).await.expect_err("it is late");
        assert_eq!(refused.status(), 503);
    }
}
