//! Requests of a test as events, without a gateway around them.

use std::net::SocketAddr;

use axum::body::Bytes;
use axum::http::Request;

use crate::facts::FACTS;
use crate::gateway::caller::Caller;
use crate::gateway::{self, event};

/// Who a test's requests come from.
pub(super) const CLIENT: ([u8; 4], u16) = ([127, 0, 0, 1], 50_000);

/// The host that a test's requests are for.
pub(super) const HOST: &str = "localhost:3000";

/// The event that API Gateway makes of a request to a route of this key, such as `GET /events/{id}`.
pub fn event(request: &Request<Bytes>, route_key: &str, path_values: &[(String, String)]) -> String {
    let (parts, body) = request.clone().into_parts();
    let id = crate::server::reply::request_id();
    let client = SocketAddr::from(CLIENT).ip();
    let host = parts.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or(HOST).to_owned();
    let authorizer = parts.extensions.get::<Caller>().map(gateway::auth::in_event);
    let authorizer = authorizer.as_ref();
    let call = event::Call { parts: &parts, body: &body, client, host: &host, id: &id, authorizer };
    event::build(&FACTS, &call, route_key, &path_values.iter().cloned().collect()).to_string()
}
