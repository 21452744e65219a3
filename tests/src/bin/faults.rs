//! An API whose functions do what functions should not: panic, exit, hang, answer too much,
//! ask for more than they are granted. Beside them, the parts that the reference API has no
//! use for: sort keys, updates, conditions, greedy paths. Two functions do not even run in our
//! runtime: `raw` answers with the body of its request, `event` with its event.

use std::collections::BTreeMap;
use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;
use std::time::Duration;

use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use fingerpost::{
    Api, BatchGetItem, BatchWriteItem, Body, Condition, ConditionCheckItem, Cors, Cursor, DeleteItem, Error,
    FromRequest, GetItem, Headers, Item, Json, Limit, NoContent, OrError, Page, PutItem, Query, Request,
    Response, Result, Scan, Table, UpdateItem, route,
};
use fingerpost_tests::by_hand;
use lambda_http::RequestExt;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

fn main() -> ExitCode {
    // A function that does not do its part at the Runtime API: `--env STARTS=…` has it so.
    if let (Ok(how), Ok(runtime_api)) = (env::var("STARTS"), env::var("AWS_LAMBDA_RUNTIME_API")) {
        eprintln!("at {runtime_api}.");
        if how == "complaining" {
            complain(&runtime_api);
        }
        // Until `serve` ends, whose end of the pipe closes with it.
        let _ = std::io::stdin().read(&mut [0]);
        return ExitCode::FAILURE;
    }
    match std::env::var("_HANDLER").unwrap_or_default() {
        name if name == "raw" => by_hand::serve(|event| event["body"].as_str().unwrap_or("").to_owned()),
        name if name.starts_with("event") => {
            by_hand::serve(|event| json!({ "statusCode": 200, "body": event.to_string() }).to_string())
        }
        _ => api(),
    }
}

fn api() -> ExitCode {
    Api::new("faults").cors(Cors::origins(["https://example.com"]).allow_credentials()).run()
}

/// Says that it cannot start, at length, and does not end.
fn complain(runtime_api: &str) {
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

#[route(GET, "/environment")]
async fn environment() -> Json<BTreeMap<String, String>> {
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

#[route(GET, "/link")]
async fn link() -> Response {
    Response::new(200).next_page("new")
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
    Ok(Json([std::env::var("AWS_ACCESS_KEY_ID")?, std::env::var("AWS_SECRET_ACCESS_KEY")?]))
}

/// A seat at an event.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[serde(rename_all = "camelCase")]
#[item(table = "Seats")]
struct Seat {
    #[item(partition_key)]
    event_name: String,
    #[item(sort_key)]
    #[serde(rename = "no")]
    number: u32,
    #[serde(default)]
    guest: Option<String>,
    #[serde(default)]
    price: u64,
}

#[route(POST, "/seats")]
async fn add_seat(Json(seat): Json<Seat>, seats: Table<Seat, PutItem>) -> Result<Json<Seat>> {
    seats.put_new(&seat).await?.or_conflict("Seat exists")?;
    Ok(Json(seat))
}

#[route(PUT, "/seats")]
async fn book_seat(Json(seat): Json<Seat>, seats: Table<Seat, PutItem>) -> Result<Json<Seat>> {
    let free = Condition::equals("guest", None::<String>).and(Condition::less_than("price", 100));
    seats.put_if(&seat, free).await?.or_conflict("Seat is taken")?;
    Ok(Json(seat))
}

#[route(GET, "/seats/<event>/<number>")]
async fn get_seat(event: String, number: u32, seats: Table<Seat, (GetItem, Query)>) -> Result<Json<Seat>> {
    let seat = seats.get_consistent((&event, number)).await?.or_not_found("Seat not found")?;
    Ok(Json(seat))
}

#[route(GET, "/seats/<event>?<from>&<to>&<limit>&<cursor>&<last>")]
async fn list_seats(
    event: String,
    from: Option<u32>,
    to: Option<u32>,
    limit: Option<Limit<50>>,
    cursor: Option<Cursor>,
    last: Option<bool>,
    seats: Table<Seat, Query>,
) -> Result<Page<Seat>> {
    let query = seats.query(&event).limit(limit).cursor(cursor);
    let query = if last == Some(true) { query.descending() } else { query };
    match (from, to) {
        (Some(from), Some(to)) => query.sort_key_between(from, to),
        (Some(from), None) => query.sort_key_from(from),
        (None, Some(to)) => query.sort_key_before(to),
        (None, None) => query,
    }
    .page()
    .await
}

#[route(PATCH, "/seats/<event>/<number>?<guest>&<under>")]
async fn change_seat(
    event: String,
    number: u32,
    guest: String,
    under: Option<u64>,
    seats: Table<Seat, UpdateItem>,
) -> Result<Json<Seat>> {
    let update = seats.update((&event, number));
    let update = if guest.is_empty() { update } else { update.set("guest", guest).add("price", 10) };
    let update = match under {
        Some(price) => update.condition(Condition::less_than("price", price)),
        None => update,
    };
    Ok(Json(update.send().await?.or_not_found("Seat not found")?))
}

#[route(DELETE, "/seats/<event>/<number>")]
async fn remove_seat(event: String, number: u32, seats: Table<Seat, DeleteItem>) -> Result<NoContent> {
    seats.delete((&event, number)).await?.or_not_found("Seat not found")?;
    Ok(NoContent)
}

#[route(POST, "/rows/<event>?<count>&<bytes>", memory = 1024)]
async fn fill_row(
    event: String,
    count: u32,
    bytes: usize,
    seats: Table<Seat, BatchWriteItem>,
) -> Result<NoContent> {
    let guest = Some("x".repeat(bytes));
    let seat = |number| Seat { event_name: event.clone(), number, guest: guest.clone(), price: 1 };
    let row: Vec<Seat> = (1..=count).map(seat).collect();
    // The first is named twice: of two with one key, the last is written.
    let first = Seat { price: 2, ..seat(1) };
    seats.put_many(row.iter().chain([&first])).await?;
    Ok(NoContent)
}

/// The guest's bytes and the price of each seat asked for.
#[route(GET, "/rows/<event>?<number>", memory = 1024)]
async fn get_row(
    event: String,
    number: Vec<u32>,
    seats: Table<Seat, BatchGetItem>,
) -> Result<Json<Vec<Option<(usize, u64)>>>> {
    let found = seats.get_many(number.iter().map(|number| (event.as_str(), *number))).await?;
    let told = |seat: Seat| (seat.guest.unwrap_or_default().len(), seat.price);
    Ok(Json(found.into_iter().map(|seat| seat.map(told)).collect()))
}

#[route(DELETE, "/rows/<event>?<number>")]
async fn clear_row(event: String, number: Vec<u32>, seats: Table<Seat, BatchWriteItem>) -> Result<NoContent> {
    seats.delete_many(number.iter().map(|number| (event.as_str(), *number))).await?;
    Ok(NoContent)
}

/// What a list shows of a seat.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Priced {
    price: u64,
}

#[route(GET, "/prices?<segments>&<limit>&<cursor>")]
async fn prices(
    segments: Option<u32>,
    limit: Option<Limit>,
    cursor: Option<Cursor>,
    seats: Table<Seat, Scan>,
) -> Result<Page<Priced>> {
    let scan = seats.scan().project::<Priced>().limit(limit).cursor(cursor);
    match segments {
        Some(segments) => Ok(Page { items: scan.all_in_parallel(segments).await?, next: None }),
        None => scan.page().await,
    }
}

#[route(GET, "/prices/<event>/<number>")]
async fn price(event: String, number: u32, seats: Table<Seat, GetItem>) -> Result<Json<Priced>> {
    let price = seats.get_projected((&event, number)).await?;
    Ok(Json(price.or_not_found("Seat not found")?))
}

#[route(GET, "/prices/<event>")]
async fn row_prices(event: String, seats: Table<Seat, Query>) -> Result<Page<Priced>> {
    seats.query(&event).project().sort_key_from(2).page().await
}

#[route(ANY, "/raw")]
async fn raw() {}

#[route(ANY, "/event/<rest..>")]
async fn event(rest: String) {
    drop(rest);
}

#[route(GET, "/pets/dog/1", name = "event-dog-1")]
async fn dog_1() {}

#[route(GET, "/pets/dog/<id>", name = "event-dog")]
async fn dog(id: String) {
    drop(id);
}

#[route(GET, "/pets/<rest..>", name = "event-pets")]
async fn pets(rest: String) {
    drop(rest);
}

#[route(ANY, "/pets/<rest..>", name = "event-any-pets")]
async fn any_pets(rest: String) {
    drop(rest);
}

#[route(GET, "/greedy/a/<rest..>", name = "event-greedy-left")]
async fn greedy_left(rest: String) {
    drop(rest);
}

#[route(GET, "/greedy/<one>/b/c/<rest..>", name = "event-greedy-literal")]
async fn greedy_literal(one: String, rest: String) {
    drop((one, rest));
}
