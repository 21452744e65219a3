//! A request, its answer, and what was logged meanwhile: what a test prints when it fails.

use std::fmt;

use bytes::Bytes;
use fingerpost_local::testing::{Answered, Made};
use http::{HeaderMap, Method, Request, Response, Uri};

use super::running::Running;

/// Characters of a body that are printed.
const SHOWN: usize = 4_000;

/// A request and what came of it.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) request: Request<Bytes>,
    pub(super) response: Response<Bytes>,
    /// The calls of DynamoDB that the route made meanwhile, for any request.
    pub(super) calls: Vec<Made>,
    /// What was logged meanwhile, of any request.
    pub(super) log: String,
}

/// A request without a body.
///
/// # Panics
///
/// When the path is not one.
#[track_caller]
pub(super) fn request(method: Method, path: &str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    (*request.method_mut(), *request.uri_mut()) = (method, uri(path));
    request
}

/// A path with its query, as a request has it.
///
/// # Panics
///
/// When the path is not one.
#[track_caller]
pub(super) fn uri(path: &str) -> Uri {
    let uri: Option<Uri> = path.parse().ok().filter(|_| path.starts_with('/') && !path.contains('#'));
    uri.unwrap_or_else(|| panic!("a path begins with `/`, and is encoded, got `{path}`"))
}

impl Exchange {
    /// Sends a request. Beside it is what no answer may be: one that the OpenAPI document does not have, or one
    /// of a route that called DynamoDB beyond its grants.
    pub(super) async fn of(running: &Running, request: Request<Bytes>) -> (Self, Option<String>) {
        let (desk, log) = (&running.desk, running.log());
        let (logged, called) = (log.length(), desk.count_calls());
        let Answered { response, route, undocumented, denied } = desk.send(request.clone()).await;
        let mut calls = desk.calls_since(called);
        calls.retain(|call| Some(&call.route) == route.as_ref());
        let undocumented =
            undocumented.map(|wrong| format!("the OpenAPI document does not have this answer: {wrong}"));
        let wrong = denied.into_iter().next().or(undocumented);
        (Self { request, response, calls, log: log.since(logged) }, wrong)
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (request, response) = (&self.request, &self.response);
        writeln!(f, "{} {}", request.method(), request.uri())?;
        message(f, request.headers(), request.body())?;
        writeln!(f, "\n{}", response.status())?;
        message(f, response.headers(), response.body())?;
        for call in &self.calls {
            writeln!(f, "\n{call}")?;
        }
        if self.log.is_empty() {
            return f.write_str("\nnothing was logged");
        }
        write!(f, "\nlog\n{}", self.log.trim_end())
    }
}

fn message(f: &mut fmt::Formatter<'_>, headers: &HeaderMap, body: &Bytes) -> fmt::Result {
    for (name, value) in headers {
        writeln!(f, "{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
    }
    if body.is_empty() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(body);
    let shown: String = text.chars().take(SHOWN).collect();
    writeln!(f, "\n{shown}")?;
    if shown.len() < text.len() { writeln!(f, "… {} bytes in all", body.len()) } else { Ok(()) }
}
