//! The local cloud: API Gateway, Lambda and DynamoDB on one machine, and the command line.
//!
//! One file per service it stands for. `gateway` takes HTTP and makes events of it;
//! `functions` runs each route as real Lambda processes, children of this very executable
//! that speak the Runtime API; `dynamodb` embeds the database and enforces each function's
//! grants. `cloud` wires them, `command` is what a person calls.

mod cloud;
mod command;
mod diff;
mod dotenv;
mod dynamodb;
mod environment;
mod event;
mod facts;
mod functions;
mod gateway;
mod host;
mod invoke;
mod listener;
mod matching;
mod policy;
mod process;
mod refusal;
mod reply;
mod routes;
mod runtime_api;
mod serve;
mod upload;
mod visitor;

pub(crate) use command::run;
pub(crate) use process::end_with_parent;

/// Writes a line to stderr. What comes from outside is escaped, so that it cannot pass for another
/// line. Where stderr is closed, the work goes on: `eprintln!` would panic in the middle of a
/// request.
fn say(text: impl std::fmt::Display) {
    use std::io::Write as _;
    let mut line = String::new();
    crate::log::escape(&text.to_string(), &mut line);
    line.push('\n');
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}
