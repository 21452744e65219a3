//! DynamoDB: dynoxide, embedded, behind a door that knows each function by its credentials
//! and lets through what its signature grants.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri};
use axum::serve::ListenerExt;
use dynoxide::Database;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::policy;
use crate::manifest::{RouteEntry, TableEntry};

/// Bytes that DynamoDB takes in one request.
const BODY_LIMIT: usize = 16 * 1024 * 1024;

/// Where the data is kept.
#[derive(Debug, Clone)]
pub(super) enum Data {
    /// Nowhere: it ends with the process.
    Memory,
    /// In one `SQLite` file.
    File(PathBuf),
}

impl fmt::Display for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("memory, gone when this ends"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

struct Door {
    /// Routes by the access key of their functions.
    callers: HashMap<String, RouteEntry>,
    client: Client<HttpConnector, Body>,
    database: SocketAddr,
}

/// Opens the database, makes the tables, and returns where the door is.
///
/// # Errors
///
/// One sentence: the file cannot be used, or holds a table with another key.
pub(super) async fn start(
    data: &Data,
    tables: &[TableEntry],
    callers: HashMap<String, RouteEntry>,
) -> Result<SocketAddr, String> {
    let database = open(data)?;
    for table in tables {
        ensure(&database, table).map_err(|problem| format!("the data in {data}: {problem}"))?;
    }
    let (listener, inside) = loopback().await?;
    tokio::spawn(dynoxide::server::serve_on(listener, database));
    let (listener, door) = loopback().await?;
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let client = Client::builder(TokioExecutor::new()).build(connector);
    let state = Arc::new(Door { callers, client, database: inside });
    let router = Router::new().fallback(enter).with_state(state);
    let listener = listener.tap_io(|stream| {
        // An answer that waits for an acknowledgement is only slower.
        let _ = stream.set_nodelay(true);
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(door)
}

async fn loopback() -> Result<(TcpListener, SocketAddr), String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    Ok((listener, address))
}

fn open(data: &Data) -> Result<Database, String> {
    match data {
        Data::Memory => Database::memory().map_err(|error| error.to_string()),
        Data::File(path) => {
            open_file(path).map_err(|problem| format!("cannot keep data in {data}: {problem}"))
        }
    }
}

fn open_file(path: &Path) -> Result<Database, String> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let text = path.to_str().ok_or("the path is not UTF-8")?;
    Database::new(text).map_err(|error| error.to_string())
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
    if let Some(known) = database.get_table_metadata(table.name).map_err(|error| error.to_string())? {
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
    database.create_table(request).map(drop).map_err(|error| error.to_string())
}

/// Checks who calls, then passes the call on as it came.
async fn enter(State(door): State<Arc<Door>>, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return failure(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLarge", "the request is over 16 MB");
    };
    if let Some(caller) = access_key(&parts.headers).and_then(|key| door.callers.get(key))
        && let Some(refusal) = refused(caller, &parts.headers, &body)
    {
        return refusal;
    }
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    match format!("http://{}{path}", door.database).parse::<Uri>() {
        Ok(uri) => parts.uri = uri,
        Err(error) => return failure(StatusCode::BAD_REQUEST, "SerializationException", &error.to_string()),
    }
    match door.client.request(Request::from_parts(parts, Body::from(body))).await {
        Ok(response) => response.map(Body::new),
        Err(error) => failure(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", &error.to_string()),
    }
}

fn refused(caller: &RouteEntry, headers: &HeaderMap, body: &Bytes) -> Option<Response<Body>> {
    let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default();
    // What is no JSON the database refuses by itself.
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let denied = policy::check(caller, operation, &body).err()?;
    super::say(format_args!("{}", denied.advice(caller.name)));
    let message = denied.message(caller.name);
    Some(failure(StatusCode::BAD_REQUEST, "AccessDeniedException", &message))
}

/// `Credential=KEY/date/region/…` of a signed request.
fn access_key(headers: &HeaderMap) -> Option<&str> {
    let authorization = headers.get("authorization")?.to_str().ok()?;
    authorization.split_once("Credential=")?.1.split('/').next()
}

fn failure(status: StatusCode, kind: &str, message: &str) -> Response<Body> {
    let body = json!({ "__type": format!("com.amazon.coral.service#{kind}"), "Message": message });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/x-amz-json-1.0");
    response.headers_mut().insert("content-type", kind);
    response
}
