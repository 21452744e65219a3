//! Where cases are sent: the local cloud over HTTP, and functions over the Runtime API.

use fingerpost_tests::{Function, MEMORY_GOAL, PATIENCE, Serve, aws, event, peak_memory};
use serde_json::{Value, json};

use super::table;

/// The reference API's functions.
pub(super) const HANDLERS: [&str; 4] = ["create_event", "get_event", "list_events", "delete_event"];
const MB: usize = 1 << 20;
/// MB that the local cloud may take. A page of little else than maps in one another took 505 in its
/// database; what is held here is that nothing grows without end.
const SERVE_LIMIT: usize = 1024;

/// What a client asks for.
#[derive(Clone, Copy)]
pub(super) enum Call<'a> {
    Create(&'a [u8]),
    Get(&'a str),
    List(&'a str),
    Delete(&'a str),
    /// Of an API that takes any JSON.
    Any(&'a [u8]),
}

/// What it is told.
pub(super) struct Said {
    pub(super) status: u64,
    pub(super) is_json: bool,
    pub(super) has_cors: bool,
    pub(super) body: Vec<u8>,
}

/// A process that answers, its id, and the MB that it may take.
pub(super) struct Process {
    name: String,
    pid: u32,
    limit: usize,
}

/// A way in.
pub(super) enum Door {
    Cloud(Serve),
    Functions(Vec<(&'static str, Function)>),
}

impl Door {
    /// The local cloud of an executable.
    pub(super) fn cloud(executable: &str) -> Self {
        Self::Cloud(Serve::start(executable))
    }

    /// These functions of an executable, on a table of one item.
    pub(super) fn functions(executable: &str, handlers: &[&'static str]) -> Self {
        let url = table::start();
        let environment = aws(&url, "Events");
        let function = |name: &&'static str| (*name, Function::start(executable, name, &environment));
        Self::Functions(handlers.iter().map(function).collect())
    }

    /// The processes behind it, once each route was called.
    pub(super) fn processes(&self) -> Vec<Process> {
        let process = |name: &str, pid, limit| Process { name: name.to_owned(), pid, limit };
        let function = |name: &str, pid| process(name, pid, MEMORY_GOAL / MB);
        match self {
            Self::Cloud(serve) => {
                let itself = process("serve", serve.pid(), SERVE_LIMIT);
                let functions = serve.functions().into_iter().map(|pid| function("a function of serve", pid));
                functions.chain([itself]).collect()
            }
            Self::Functions(functions) => {
                functions.iter().map(|(name, one)| function(name, one.pid())).collect()
            }
        }
    }

    /// What a call is answered, or why it is not.
    pub(super) fn call(&self, call: Call<'_>) -> Result<Said, String> {
        match self {
            Self::Cloud(serve) => over_http(serve, call),
            Self::Functions(_) => {
                let (handler, event) = event_of(call);
                self.send(handler, event.to_string()).expect("a function of this door")
            }
        }
    }

    /// What a function answers to an event as it is; nothing where it is not behind this door.
    pub(super) fn send(&self, handler: &str, event: String) -> Option<Result<Said, String>> {
        let Self::Functions(functions) = self else { return None };
        let (_, function) = functions.iter().find(|(name, _)| *name == handler)?;
        function.send(event);
        Some(match function.report_if_any() {
            Some((path, answer)) if path.ends_with("/response") => said_by_function(&answer),
            Some((path, answer)) => Err(format!("{path}: {answer}")),
            None => Err(format!("no answer within {PATIENCE:?}")),
        })
    }
}

fn over_http(serve: &Serve, call: Call<'_>) -> Result<Said, String> {
    let (method, path, body): (_, _, &[u8]) = match call {
        Call::Create(body) => ("POST", "/events".to_owned(), body),
        Call::Get(id) => ("GET", format!("/events/{id}"), b""),
        Call::List(query) => ("GET", format!("/events?{query}"), b""),
        Call::Delete(id) => ("DELETE", format!("/events/{id}"), b""),
        Call::Any(body) => ("POST", "/any".to_owned(), body),
    };
    let headers = [("content-type", "application/json"), ("origin", "https://example.com")];
    let answer =
        serve.request(method, &path, &headers, body).map_err(|error| format!("no answer: {error}"))?;
    Ok(Said {
        status: answer.status.into(),
        is_json: answer.header("content-type") == "application/json",
        has_cors: !answer.header("access-control-allow-origin").is_empty(),
        body: answer.body,
    })
}

/// The event that API Gateway would make of a call, and the handler that it is for.
fn event_of(call: Call<'_>) -> (&'static str, Value) {
    let item = |id: &str| event(&json!({ "pathParameters": { "id": id } }));
    match call {
        Call::Create(body) => ("create_event", post("/events", body)),
        Call::Any(body) => ("any", post("/any", body)),
        Call::Get(id) => ("get_event", item(id)),
        Call::List(query) => {
            let event = event(&json!({ "routeKey": "GET /events", "rawQueryString": query }));
            ("list_events", event)
        }
        Call::Delete(id) => ("delete_event", item(id)),
    }
}

/// The event of a body, which is text where it can be; every fourth comes in base64 all the same.
fn post(path: &str, body: &[u8]) -> Value {
    let text = std::str::from_utf8(body).ok().filter(|_| body.len() % 4 != 3);
    let sent = text.map_or_else(|| base64_simd::STANDARD.encode_to_string(body), str::to_owned);
    event(&json!({
        "routeKey": format!("POST {path}"),
        "headers": { "content-type": "application/json", "origin": "https://example.com" },
        "pathParameters": null,
        "body": sent,
        "isBase64Encoded": text.is_none(),
    }))
}

fn said_by_function(answer: &str) -> Result<Said, String> {
    let mut answer: Value = serde_json::from_str(answer).map_err(|error| format!("{error}: {answer}"))?;
    let header = |name: &str| answer["headers"][name].as_str().unwrap_or_default();
    let (is_json, has_cors) =
        (header("content-type") == "application/json", !header("access-control-allow-origin").is_empty());
    let status = answer["statusCode"].as_u64().unwrap_or_default();
    let body = answer["body"].take();
    Ok(Said { status, is_json, has_cors, body: body.as_str().unwrap_or_default().as_bytes().to_vec() })
}

/// What each process took at most; or which is gone, or took too much.
pub(super) fn peaks(processes: &[Process]) -> Result<Vec<String>, String> {
    let peak = |Process { name, pid, limit }: &Process| match peak_memory(*pid).map(|peak| peak / MB) {
        None => Err(format!("{name} has ended")),
        Some(peak) if peak > *limit => Err(format!("{name} took {peak} MB, of {limit} that it may")),
        Some(peak) => Ok(format!("{name} {peak} MB")),
    };
    processes.iter().map(peak).collect()
}
