//! Functions that do what functions should not: panic, exit, hang, answer too much, ask for more than
//! they are granted, give their secrets away.

use std::collections::BTreeMap;
use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use fingerpost::{
    BatchGetItem, ConditionCheckItem, Error, GetItem, Json, NoContent, PutItem, Query, Response, Result,
    Scan, Settings, Table, route,
};
use serde_json::json;

use super::seats::Seat;

/// Says that it cannot start, at length, and does not end.
pub(crate) fn complain(runtime_api: &str) {
    let report = json!({ "errorMessage": "no luck ".repeat(1 << 18) }).to_string();
    let length = report.len();
    let head = format!(
        "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nhost: {runtime_api}\r\ncontent-length: {length}\r\n\r\n"
    );
    let sent = TcpStream::connect(runtime_api).and_then(|mut stream| {
        stream.write_all(head.as_bytes())?;
        stream.write_all(report.as_bytes())?;
        stream.read(&mut [0])
    });
    // It may be gone as soon as it has heard this.
    drop(sent);
}

/// What the tests of the environment give.
#[derive(Settings)]
struct Given {
    first: Option<String>,
    second: Option<String>,
    third: Option<String>,
    fourth: Option<String>,
    fifth: Option<String>,
    sixth: Option<String>,
    seventh: Option<String>,
}

#[route(GET, "/environment")]
async fn environment(_: Given) -> Json<BTreeMap<String, String>> {
    Json(env::vars().collect())
}

#[route(GET, "/panic")]
async fn panics() -> NoContent {
    panic!("a secret that no client may see")
}

#[route(GET, "/exit")]
async fn exits() -> NoContent {
    std::process::exit(3)
}

#[route(GET, "/hang", timeout = 1)]
async fn hangs() -> NoContent {
    std::thread::sleep(Duration::from_hours(1));
    NoContent
}

#[route(GET, "/slow?<ms>")]
async fn slow(ms: u64) -> Json<u32> {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    Json(std::process::id())
}

#[route(GET, "/big?<bytes>")]
async fn big(bytes: usize) -> String {
    "x".repeat(bytes)
}

#[route(GET, "/split")]
async fn split() -> Response {
    Response::new(200).header("x-split", "a\r\nset-cookie: b")
}

#[route(GET, "/fails")]
async fn fails() -> Result<NoContent> {
    "not a number".parse::<u32>()?;
    Ok(NoContent)
}

#[route(GET, "/teapot", name = "brews-tea", throttle = (5, 10))]
async fn teapot() -> Result<NoContent> {
    Err(Error::new(418, "I'm a teapot"))
}

/// Calls DynamoDB past the signature, by the SDK's own client.
#[route(GET, "/sneaky")]
async fn sneaky(seats: Table<Seat, GetItem>) -> Result<NoContent> {
    seats.client().scan().table_name(seats.name()).send().await?;
    Ok(NoContent)
}

/// Scans by the SDK's own client, with a timeout of its own.
#[route(GET, "/hasty")]
async fn hasty(seats: Table<Seat, Scan>) -> Result<NoContent> {
    let timeout = TimeoutConfig::builder().read_timeout(Duration::from_millis(100)).build();
    let hasty = aws_sdk_dynamodb::Config::builder().timeout_config(timeout);
    let scan = seats.client().scan().table_name(seats.name());
    scan.customize().config_override(hasty).send().await?;
    Ok(NoContent)
}

/// Gives away its credentials: a test calls DynamoDB as this function then.
#[route(GET, "/keys")]
async fn keys(
    _seats: Table<Seat, (BatchGetItem, ConditionCheckItem, GetItem, PutItem, Query)>,
) -> Result<Json<[String; 2]>> {
    Ok(Json([env::var("AWS_ACCESS_KEY_ID")?, env::var("AWS_SECRET_ACCESS_KEY")?]))
}
