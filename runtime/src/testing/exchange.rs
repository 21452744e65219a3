//! A request, its answer, and what was logged meanwhile: what a test prints when it fails.

use std::fmt;

use bytes::Bytes;
use fingerpost_local::testing::{Answered, Made};
use http::{HeaderMap, Request, Response};

use super::running::Running;

/// Characters of a body that are printed.
const SHOWN: usize = 4_000;

/// A request and what came of it.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) request: Request<Bytes>,
    pub(super) response: Response<Bytes>,
    /// The calls of DynamoDB that its route made between the two, also for other requests.
    pub(super) calls: Vec<Made>,
    /// What was logged between the two, also of other requests.
    pub(super) log: String,
}

impl Exchange {
    /// Sends a request. Beside it is what the OpenAPI document does not have of the answer.
    pub(super) async fn of(running: &Running, request: Request<Bytes>) -> (Self, Option<String>) {
        let (desk, log) = (&running.desk, running.log());
        let (logged, called) = (log.length(), desk.count_calls());
        let Answered { response, route, undocumented } = desk.send(request.clone()).await;
        let mut calls = desk.calls().split_off(called);
        calls.retain(|call| Some(&call.route) == route.as_ref());
        (Self { request, response, calls, log: log.since(logged) }, undocumented)
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
