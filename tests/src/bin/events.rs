//! The reference API, under a name that tests of this package can start.

use std::process::ExitCode;

fn main() -> ExitCode {
    events_api::api().run()
}
