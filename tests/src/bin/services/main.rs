//! An API of every call of a queue and of a bucket, and of extractors that say more or less than they do.

mod routes;

use std::process::ExitCode;

fn main() -> ExitCode {
    routes::api().run()
}
