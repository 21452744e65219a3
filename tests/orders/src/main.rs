//! The one executable: a Lambda function in Lambda, the local cloud at a terminal.

use std::process::ExitCode;

fn main() -> ExitCode {
    orders::api().run()
}
