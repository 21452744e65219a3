//! The local cloud: API Gateway, Lambda and DynamoDB on one machine, and the command line.
//!
//! A manifest and an executable go in, HTTP comes out: nothing here knows a handler. One room for each
//! service it stands for. `gateway` takes HTTP and makes events of it; `functions` runs each route as
//! real Lambda processes that speak the Runtime API, of this executable or another; `dynamodb` embeds the
//! database and enforces each function's grants, and `services` has what else functions use. `cloud` wires them, `command` is what a person calls,
//! `server` is what all three need to take HTTP from this machine alone.

#[cfg(test)]
mod bare_route;
mod cloud;
mod command;
mod current_callers;
mod dotenv;
mod dynamodb;
mod environment;
mod facts;
mod faults;
mod functions;
mod gateway;
mod invocation;
mod issuer;
mod program;
mod server;
mod services;
mod signature_key;
mod terminal;
pub mod testing;

pub use command::run;
pub use functions::end_with_parent;
pub use program::{Program, Reader};
