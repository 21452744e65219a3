//! What crosses a boundary of the system, tested over HTTP, processes and the Runtime API: one executable, because
//! each of its own would be linked for itself, and they would run one after the other.

mod answers;
mod api_errors;
mod around;
mod authorizers;
mod binary;
mod binary_refused;
mod command_line;
mod connection;
mod data_file;
mod door;
mod durability;
mod environment;
mod events_api;
mod functions;
mod gateway;
mod gateway_auth;
mod hostile_bodies;
mod hostile_types;
mod lambda;
mod manifest_diff;
mod mistakes;
mod more_readers;
mod openapi;
mod orphans;
mod parity;
mod problems;
mod readers;
mod repair;
mod runtime_api;
mod table_calls;
mod tables;
mod values;
mod watch;
mod wire;
