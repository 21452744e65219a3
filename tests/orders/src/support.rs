//! What staff asks for: who calls from where, and how long things may take.

use fingerpost::headers::{CacheControl, UserAgent};
use fingerpost::{Claims, Deadline, Json, RequestContext, Result, StatusCode, Text, TypedHeader, route};
use schemars::JsonSchema;
use serde::Serialize;

use crate::caller::Caller;

/// Where a request comes from.
#[derive(Serialize, JsonSchema)]
struct Origin {
    address: Option<String>,
    agent: Option<String>,
    stage: Option<String>,
    /// Why nobody is known to call.
    refused: Option<u16>,
    milliseconds_left: u64,
}

/// Says where a request comes from.
#[route(GET, "/origin", timeout = 5, auth = open)]
async fn origin(
    context: RequestContext,
    agent: Option<TypedHeader<UserAgent>>,
    caller: Result<Claims<Caller>>,
    deadline: Deadline,
) -> (TypedHeader<CacheControl>, Json<Origin>) {
    let origin = Origin {
        address: context.source_ip.map(|address| address.to_string()),
        agent: agent.map(|TypedHeader(agent)| agent.to_string()),
        stage: context.stage,
        refused: caller.err().map(|error| error.status()),
        milliseconds_left: u64::try_from(deadline.remaining().as_millis()).unwrap_or(u64::MAX),
    };
    (TypedHeader(CacheControl::new().with_no_store()), Json(origin))
}

/// Takes a complaint: what kind of it a client gets is up to its length.
#[route(POST, "/complaints", body_limit = 4096, auth = open)]
async fn complain(Text(complaint): Text) -> (StatusCode, [(&'static str, &'static str); 1], String) {
    let status = if complaint.len() > 20 { StatusCode::ACCEPTED } else { StatusCode::OK };
    (status, [("content-language", "en")], format!("{} characters", complaint.chars().count()))
}
