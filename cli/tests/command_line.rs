//! `cargo fingerpost`, called as a process: what it makes and adds, what it refuses, and what it leaves then.
//!
//! `node tests/run.mjs new` builds, tests and serves what is made.

#[path = "command_line/add.rs"]
mod add;
#[path = "command_line/call.rs"]
mod call;
#[path = "command_line/dev.rs"]
mod dev;
#[path = "command_line/interrupted.rs"]
mod interrupted;
#[path = "command_line/new.rs"]
mod new;
#[path = "command_line/refused.rs"]
mod refused;
#[path = "command_line/refused_additions.rs"]
mod refused_additions;
