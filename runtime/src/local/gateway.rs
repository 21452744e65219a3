//! API Gateway: takes HTTP, finds the route, hands the function an event, shapes its answer.
//!
//! What it answers itself has API Gateway's own bodies, `{"message":"…"}`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, Response, StatusCode, header};

use super::functions::{Failure, Functions};
use super::{event, facts, matching, reply};
use crate::cors::Cors;
use crate::manifest::RouteEntry;

/// The API's front door.
pub(super) struct Gateway {
    pub(super) routes: Vec<RouteEntry>,
    pub(super) cors: Option<Cors>,
    pub(super) functions: Functions,
}

impl Gateway {
    pub(super) fn router(self) -> Router {
        Router::new().fallback(take).with_state(Arc::new(self))
    }

    async fn answer(&self, parts: &Parts, body: Body, client: SocketAddr, id: &str) -> Response<Body> {
        if head_size(parts) > facts::HEADER_LIMIT {
            return own(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, facts::HEADERS_TOO_LARGE);
        }
        let matched = matching::find(&self.routes, parts.method.as_str(), parts.uri.path());
        if matched.is_none()
            && let Some(response) = self.preflight(parts)
        {
            return response;
        }
        let Some(matched) = matched else { return own(StatusCode::NOT_FOUND, "Not Found") };
        let Ok(body) = to_bytes(body, facts::BODY_LIMIT).await else {
            return own(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        };
        let event = event::build(parts, client, &body, &matched, id).to_string();
        if event.len() > facts::PAYLOAD_LIMIT {
            return own(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        }
        match self.functions.invoke(matched.0.name, event.into()).await {
            Ok(payload) => reply::response(&payload).unwrap_or_else(|| {
                super::say(format_args!(
                    "{}: API Gateway would call this answer malformed: {}",
                    matched.0.name,
                    shown(&payload)
                ));
                internal()
            }),
            Err(Failure::Late | Failure::Throttled) => {
                own(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
            }
            Err(Failure::Function(reason)) => {
                super::say(format_args!("{}: {reason}", matched.0.name));
                internal()
            }
        }
    }

    fn preflight(&self, parts: &Parts) -> Option<Response<Body>> {
        let cors = self.cors.as_ref()?;
        let asks = parts.headers.contains_key(header::ORIGIN)
            && parts.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        if parts.method != Method::OPTIONS || !(asks || facts::BARE_OPTIONS_IS_PREFLIGHT) {
            return None;
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        set(&mut response, cors.preflight_headers(origin(parts)));
        Some(response)
    }

    /// With CORS configured the gateway's headers replace the function's, for a request that
    /// says where it comes from; without an origin, what the function sent stays.
    fn finish(&self, response: &mut Response<Body>, parts: &Parts, id: &str, by_function: bool) {
        if let Some(cors) = &self.cors
            && (!by_function || parts.headers.contains_key(header::ORIGIN))
            && parts.method != Method::OPTIONS
        {
            let given = response.headers().keys().filter(|name| name.as_str().starts_with("access-control-"));
            for name in given.cloned().collect::<Vec<_>>() {
                response.headers_mut().remove(name);
            }
            set(response, cors.response_headers(origin(parts)));
        }
        set(response, vec![("apigw-requestid", id.to_owned())]);
    }
}

async fn take(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response<Body> {
    let started = Instant::now();
    let id = uuid::Uuid::new_v4().to_string();
    let (parts, body) = request.into_parts();
    let mut response = gateway.answer(&parts, body, client, &id).await;
    // API Gateway's own bodies start with this key, and no function of ours writes it.
    let by_function = response.extensions_mut().remove::<Own>().is_none();
    gateway.finish(&mut response, &parts, &id, by_function);
    super::say(format_args!(
        "{} {:<6} {} {:.1} ms",
        response.status().as_u16(),
        parts.method,
        parts.uri,
        started.elapsed().as_secs_f64() * 1000.0
    ));
    response
}

/// Marks a response that no function made.
#[derive(Clone)]
struct Own;

fn own(status: StatusCode, message: &str) -> Response<Body> {
    let body = serde_json::json!({ "message": message }).to_string();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.extensions_mut().insert(Own);
    response
}

fn internal() -> Response<Body> {
    own(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
}

fn origin(parts: &Parts) -> Option<&str> {
    parts.headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok())
}

fn set(response: &mut Response<Body>, headers: Vec<(&'static str, String)>) {
    for (name, value) in headers {
        // Origins and header names come from the API's own declaration, ids from us.
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// Bytes of the request line and the headers, as they came.
fn head_size(parts: &Parts) -> usize {
    let line = parts.method.as_str().len() + parts.uri.to_string().len() + " HTTP/1.1\r\n ".len();
    parts.headers.iter().fold(line, |size, (name, value)| size + name.as_str().len() + value.len() + 4)
}

fn shown(payload: &Bytes) -> String {
    String::from_utf8_lossy(payload).chars().take(200).collect()
}
