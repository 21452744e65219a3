//! The local cloud: API Gateway, Lambda and DynamoDB on one desk, and the command line.
//!
//! One file per service it stands for. `gateway` takes HTTP and makes events of it;
//! `functions` runs each route as real Lambda processes, children of this very executable
//! that speak the Runtime API; `dynamodb` embeds the database and enforces each function's
//! grants. `cloud` wires them, `command` is what a person calls.

mod cloud;
mod command;
mod diff;
mod dynamodb;
mod event;
mod facts;
mod functions;
mod gateway;
mod invoke;
mod matching;
mod policy;
mod process;
mod reply;
mod routes;
mod runtime_api;
mod serve;
mod visitor;

pub(crate) use command::run;
pub(crate) use process::end_with_parent;

/// Says something to whoever watches. Where nobody does any more, the work goes on: `eprintln!`
/// would panic in the middle of a request.
fn say(text: impl std::fmt::Display) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
