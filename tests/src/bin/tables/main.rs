//! An API of every call of a table: each route makes some calls and answers what came of them.

mod cases;
mod keys;
mod lists;
mod model;
mod random;
mod things;
mod writes;

use std::process::ExitCode;

use fingerpost::Api;

fn main() -> ExitCode {
    Api::new("tables").run()
}
