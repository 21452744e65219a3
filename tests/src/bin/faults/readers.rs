//! A route for each argument that reads a part of the request which the reference API has no use for.

use std::time::SystemTime;

use fingerpost::{Json, RequestContext, Text, route};
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
