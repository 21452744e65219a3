//! The one executable: a Lambda function in Lambda, the local cloud at a terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    events_api::api().run()
}
