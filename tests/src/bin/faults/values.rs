//! Values that a route names, of types that are read in different ways.

use std::str::FromStr;

use fingerpost::{Error, FromRequest, Json, OptionalFromRequest, Request, Result, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Read by serde.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    Open,
    InTransit,
}

/// Read by serde: a struct around one value.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Customer(u64);

/// Read by `FromStr`, which comes before serde.
#[derive(Debug, Serialize, Deserialize)]
struct Range(u32, u32);

impl FromStr for Range {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once('-').ok_or("must be two numbers, as in 1-9")?;
        match (from.parse(), to.parse()) {
            (Ok(from), Ok(to)) => Ok(Self(from, to)),
            _ => Err("must be two numbers, as in 1-9"),
        }
    }
}

#[route(GET, "/values/<customer>/<rest..>?<status>&<range>&<limit=20>&<sort=placed_at>&<q>&<n>&<ids>")]
#[expect(clippy::too_many_arguments, reason = "one of each kind")]
async fn values(
    customer: Customer,
    rest: Vec<String>,
    status: Option<Status>,
    range: Range,
    limit: u8,
    sort: String,
    q: Option<String>,
    n: Option<i64>,
    ids: Vec<u32>,
) -> Json<Value> {
    Json(json!({
        "customer": customer, "rest": rest, "status": status, "range": range, "limit": limit, "sort": sort,
        "q": q, "n": n, "ids": ids,
    }))
}

#[route(
    GET,
    "/carried",
    headers(tenant = "X-Tenant-Id", accept_language, weights),
    cookies(session, theme = "ui-theme")
)]
async fn carried(
    tenant: Customer,
    accept_language: Option<String>,
    weights: Vec<u8>,
    session: Option<u32>,
    theme: Status,
) -> Json<Value> {
    Json(json!({
        "tenant": tenant, "language": accept_language, "weights": weights, "session": session, "theme": theme,
    }))
}

/// A key that a request may be without, and that may be wrong.
struct ApiKey(String);

impl FromRequest for ApiKey {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        match request.header("x-api-key") {
            None => Err(Error::absent(401, "No API key")),
            Some(key) if key == "wrong" => Err(Error::unauthorized("Unknown API key")),
            Some(key) => Ok(Self(key.into_owned())),
        }
    }
}

impl OptionalFromRequest for ApiKey {}

#[route(GET, "/key/<n>")]
async fn key(n: u8, key: ApiKey) -> Json<(u8, String)> {
    Json((n, key.0))
}

#[route(GET, "/maybe-key")]
async fn maybe_key(key: Option<ApiKey>) -> Json<Option<String>> {
    Json(key.map(|ApiKey(key)| key))
}

#[route(GET, "/any-key")]
async fn any_key(key: Result<ApiKey>, maybe: Result<Option<ApiKey>>) -> Json<(Result<String, u16>, bool)> {
    Json((key.map(|ApiKey(key)| key).map_err(|error| error.status()), maybe.is_ok()))
}
