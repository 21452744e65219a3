//! A route for each argument that reads a part of the request which the reference API has no use for.

use std::collections::BTreeMap;
use std::time::SystemTime;

use fingerpost::{Form, Json, QueryParams, RequestContext, Text, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[route(GET, "/context")]
async fn context(context: RequestContext) -> Json<Value> {
    let since_1970 = context.time.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    Json(json!({
        "requestId": context.request_id,
        "sourceIp": context.source_ip.map(|address| address.to_string()),
        "userAgent": context.user_agent,
        "seconds": since_1970.map(|time| time.as_secs()),
        "stage": context.stage,
    }))
}

#[route(POST, "/text")]
async fn text(Text(text): Text) -> Json<String> {
    Json(text)
}

#[route(PUT, "/text", body_limit = 16)]
async fn short_text(text: Option<Text>) -> Json<Option<String>> {
    Json(text.map(|Text(text)| text))
}

/// What a form or a query may hold.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Booking {
    name: String,
    seats: u8,
    #[serde(default)]
    days: Vec<u32>,
    note: Option<String>,
    age: Option<u8>,
}

#[route(POST, "/form")]
async fn form(Form(booking): Form<Booking>) -> Json<Booking> {
    Json(booking)
}

#[route(PUT, "/form", body_limit = 16)]
async fn short_form(form: Option<Form<Vec<(String, String)>>>) -> Json<Option<usize>> {
    Json(form.map(|Form(pairs)| pairs.len()))
}

/// Any form at all: how many values each name has.
#[route(POST, "/pairs", body_limit = 6_291_456)]
async fn pairs(Form(values): Form<BTreeMap<String, Vec<String>>>) -> Json<usize> {
    Json(values.values().map(Vec::len).sum())
}

#[route(GET, "/query")]
async fn query(QueryParams(booking): QueryParams<Booking>) -> Json<Booking> {
    Json(booking)
}
