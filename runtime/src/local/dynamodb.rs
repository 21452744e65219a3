//! DynamoDB: dynoxide, embedded, behind one door that is closed to everyone but this desk's
//! developer and functions.
//!
//! A request is let in by `visitor`, which knows web pages; by `signature`, which knows who signed;
//! by `policy`, which knows what a function's signature grants. `shape` looks at the body before it is
//! read, `operations` runs it, `file` looks after the data.

mod failure;
mod file;
mod operations;
mod shape;
mod signature;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::serve::ListenerExt;
use dynoxide::Database;
use http_body_util::LengthLimitError;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use self::failure::Failure;
use self::file::{Watch, said_plainly};
use self::operations::Call;
use self::signature::Claim;
use super::policy::Need;
use super::{facts, visitor};
use crate::manifest::{RouteEntry, TableEntry};

pub(super) use self::file::Data;
pub(super) use self::signature::Credentials;

/// Bytes that DynamoDB takes in one request.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// Somebody who may sign requests.
pub(super) struct Caller {
    pub(super) secret: String,
    /// What it may do is what this route's signature grants; the developer, who has none, may do
    /// everything.
    pub(super) route: Option<RouteEntry>,
}

struct Door {
    /// By access key.
    callers: HashMap<String, Caller>,
    database: Database,
    watch: Option<Watch>,
}

/// Opens the database, makes the tables, and returns where the door is.
///
/// # Errors
///
/// One sentence: the file cannot be used, or holds a table with another key.
pub(super) async fn start(
    data: &Data,
    tables: &[TableEntry],
    callers: HashMap<String, Caller>,
) -> Result<SocketAddr, String> {
    let database = data.open()?;
    for table in tables {
        ensure(&database, table).map_err(|problem| format!("the data in {data}: {problem}"))?;
    }
    let watch = Watch::of(data);
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let door = Arc::new(Door { callers, database, watch });
    let router = Router::new().fallback(enter).with_state(door);
    let listener = listener.tap_io(|stream| {
        // An answer that waits for an acknowledgement is only slower.
        let _ = stream.set_nodelay(true);
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// Makes a table, or checks that the one there has the declared key.
fn ensure(database: &Database, table: &TableEntry) -> Result<(), String> {
    let keys = [Some((table.partition_key, "HASH")), table.sort_key.map(|key| (key, "RANGE"))];
    let keys: Vec<_> = keys.into_iter().flatten().collect();
    let schema = json!(
        keys.iter()
            .map(|(key, role)| json!({ "AttributeName": key.name, "KeyType": role }))
            .collect::<Vec<_>>()
    );
    let attributes =
        keys.iter().map(|(key, _)| json!({ "AttributeName": key.name, "AttributeType": key.kind }));
    let attributes = json!(attributes.collect::<Vec<_>>());
    if let Some(known) = database.get_table_metadata(table.name).map_err(|error| said_plainly(&error))? {
        let same = |stored: &str, declared: &Value| {
            serde_json::from_str(stored).is_ok_and(|v: Value| v == *declared)
        };
        if same(&known.key_schema, &schema) && same(&known.attribute_definitions, &attributes) {
            return Ok(());
        }
        return Err(format!(
            "its table `{}` has another key than the routes declare; move the file away or choose another with `--data`",
            table.name
        ));
    }
    let request = json!({
        "TableName": table.name,
        "KeySchema": schema,
        "AttributeDefinitions": attributes,
        "BillingMode": "PAY_PER_REQUEST",
    });
    let request = serde_json::from_value(request).map_err(|error| error.to_string())?;
    database.create_table(request).map(drop).map_err(|error| said_plainly(&error))
}

async fn enter(State(door): State<Arc<Door>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let kind = match media_type(&parts.headers) {
        Some("application/json") => "application/json",
        _ => "application/x-amz-json-1.0",
    };
    let (status, body) = match door.answer(parts, body).await {
        Ok(body) => (StatusCode::OK, body),
        Err(failure) => (failure.status, failure.body),
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // The health check and a page that is not found are not JSON, and say nothing of what they are.
    if body.starts_with('{') {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(HeaderName::from_static("x-amz-crc32"), crc32fast::hash(body.as_bytes()).into());
    let id = [(); 2].map(|()| uuid::Uuid::new_v4().simple().to_string().to_ascii_uppercase()).concat();
    if let Ok(id) = HeaderValue::from_str(&id[..52]) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    *response.body_mut() = Body::from(body);
    response
}

impl Door {
    async fn answer(self: Arc<Self>, parts: Parts, body: Body) -> Result<String, Failure> {
        // Whole, before anything is refused: a connection that is closed on a client which still
        // sends can lose it the answer.
        let body = to_bytes(body, BODY_LIMIT).await;
        if let Some(problem) = visitor::refusal(&parts) {
            let failure = Failure::service("AccessDeniedException", problem);
            return Err(failure.with_status(StatusCode::FORBIDDEN));
        }
        match (&parts.method, parts.uri.path()) {
            // The health check, with which functions open their connection: nobody signs it.
            (&Method::GET, "/") => {
                return Ok(format!("healthy: dynamodb.{}.amazonaws.com ", facts::REGION));
            }
            (&Method::POST, "/") => {}
            _ => return Err(Failure::not_found()),
        }
        if !matches!(media_type(&parts.headers), Some("application/x-amz-json-1.0" | "application/json")) {
            return Err(Failure::not_found());
        }
        let body = body.map_err(|error| {
            if !error.into_inner().is::<LengthLimitError>() {
                return Failure::serialization("");
            }
            let failure = Failure::service("RequestTooLarge", "the request is over 16 MB");
            failure.with_status(StatusCode::PAYLOAD_TOO_LARGE)
        })?;
        // The database works under one lock, and SQLite reads and writes its file under it.
        let work = tokio::task::spawn_blocking(move || self.work(&parts, &body));
        work.await.unwrap_or_else(|_panic| Err(Failure::internal("the database failed")))
    }

    fn work(&self, parts: &Parts, body: &Bytes) -> Result<String, Failure> {
        let claim = Claim::of(parts, SystemTime::now())?;
        let unknown = || {
            let message = "The security token included in the request is invalid.";
            Failure::service("UnrecognizedClientException", message)
        };
        let caller = self.callers.get(claim.key).ok_or_else(unknown)?;
        claim.verify(parts, body, &caller.secret)?;
        let operation = operation(&parts.headers).ok_or_else(Failure::unknown_operation)?;
        shape::check(body)?;
        self.check_file()?;
        let permit = |needs| permit(caller, needs);
        let answer = Call { operation, body, permit: &permit }.on(&self.database)?;
        // What was written to a file that is gone was not kept.
        self.check_file()?;
        Ok(answer)
    }

    fn check_file(&self) -> Result<(), Failure> {
        match &self.watch {
            Some(watch) if !watch.holds() => Err(Failure::internal("the data file is gone")),
            _ => Ok(()),
        }
    }
}

fn permit(caller: &Caller, needs: Vec<Need>) -> Result<(), Failure> {
    let Some(route) = &caller.route else { return Ok(()) };
    let Some(denied) = needs.into_iter().find(|need| !need.is_granted(route)) else { return Ok(()) };
    super::say(format_args!("{}", denied.advice(route.name)));
    let body = json!({
        "__type": "com.amazon.coral.service#AccessDeniedException",
        "Message": denied.message(route.name),
    });
    Err(Failure { status: StatusCode::BAD_REQUEST, body: body.to_string() })
}

/// What `X-Amz-Target` names. Of two, nobody can say which was meant.
fn operation(headers: &HeaderMap) -> Option<&str> {
    let mut targets = headers.get_all("x-amz-target").iter();
    let target = targets.next()?.to_str().ok()?.strip_prefix("DynamoDB_20120810.")?;
    targets.next().is_none().then_some(target)
}

fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()?.split(';').next().map(str::trim)
}
