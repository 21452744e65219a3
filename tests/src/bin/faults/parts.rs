//! Parts of requests and responses that the reference API has no use for: bytes, any JSON, cookies,
//! greedy paths, numbers in paths and queries, `lambda_http`'s own types.

use fingerpost::{Body, FromRequest, Headers, IntoResponse, Json, Request, Response, Result, route};
use lambda_http::RequestExt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[route(GET, "/link")]
async fn link() -> impl IntoResponse {
    Response::new(200).next_page("new")
}

/// A function and a parameter that bear keywords.
#[route(GET, "/keywords?<type>")]
async fn r#match(r#type: Option<String>) -> String {
    r#type.unwrap_or_default()
}

#[route(POST, "/bytes")]
async fn bytes(body: Body) -> Response {
    Response::new(200).header("content-type", "application/octet-stream").body(body.0)
}

/// Any JSON at all: how long its text is once it is written again.
#[route(POST, "/any")]
async fn any(Json(value): Json<Value>) -> Json<usize> {
    Json(value.to_string().len())
}

#[route(PUT, "/any", body_limit = 16)]
async fn few(value: Option<Json<Value>>) -> Json<bool> {
    Json(value.is_some())
}

/// A type that holds itself, and is not written as it is read.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Nested {
    name: String,
    #[serde(default)]
    parts: Vec<Nested>,
}

#[route(POST, "/nested")]
async fn nested(Json(nested): Json<Nested>) -> Json<Nested> {
    Json(nested)
}

#[route(GET, "/cookies")]
async fn cookies(headers: Headers) -> Response {
    let seen = headers.get("Cookie").is_some();
    Response::new(200).header("set-cookie", "a=1").header("set-cookie", "b=2").body(seen.to_string())
}

/// Every part of a request that a handler may look at.
struct Seen(Value);

impl FromRequest for Seen {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let context: Value = serde_json::from_str(request.context().unwrap_or("{}"))?;
        Ok(Self(json!({
            "tags": request.query_parameter("tag")?,
            "cookies": request.cookies(),
            "x-twice": request.header("x-twice"),
            "method": context["http"]["method"],
            "routeKey": context["routeKey"],
        })))
    }
}

#[route(ANY, "/echo/<rest..>")]
async fn echo(rest: String, seen: Seen) -> Json<Value> {
    Json(json!({ "rest": rest, "seen": seen.0 }))
}

/// A handler as `lambda_http` has it.
#[route(POST, "/moved/<id>")]
async fn moved(
    id: String,
    request: lambda_http::Request,
) -> Result<lambda_http::Response<lambda_http::Body>> {
    let colours = request.query_string_parameters();
    let known = request.lambda_context_ref().is_some_and(|context| !context.request_id.is_empty());
    let seen = json!({ "id": id, "colours": colours.all("colour"), "known": known });
    let response = lambda_http::Response::builder()
        .status(if request.body().is_empty() { 202 } else { 200 })
        .header("x-uri", request.uri().path())
        .header("set-cookie", "a=1")
        .header("set-cookie", "b=2");
    Ok(response.body(if request.body().is_empty() {
        seen.to_string().into()
    } else {
        request.body().to_vec().into()
    })?)
}

#[route(GET, "/typed/<day>?<times>&<tag>")]
async fn typed(day: u8, times: Option<u8>, tag: Vec<i32>) -> Json<Value> {
    Json(json!({ "day": day, "times": times, "tag": tag }))
}
