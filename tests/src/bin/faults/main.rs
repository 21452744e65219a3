//! An API for tests: what the reference API has no use for, and what functions should not do.

mod answers;
mod api_errors;
mod hostile;
mod misbehaving;
mod mistakes;
mod more_readers;
mod parity;
mod parts;
mod readers;
mod seats;
mod shapes;
mod values;

use std::env;
use std::io::Read;
use std::process::ExitCode;

use fingerpost::{Api, Cors};
use fingerpost_tests::by_hand;
use serde_json::json;

fn main() -> ExitCode {
    // A function that does not do its part at the Runtime API: `--env STARTS=…` has it so.
    if let (Ok(how), Ok(runtime_api)) = (env::var("STARTS"), env::var("AWS_LAMBDA_RUNTIME_API")) {
        eprintln!("at {runtime_api}.");
        if how == "complaining" {
            misbehaving::complain(&runtime_api);
        }
        // Until `serve` ends, whose end of the pipe closes with it.
        let _ = std::io::stdin().read(&mut [0]);
        return ExitCode::FAILURE;
    }
    match env::var("_HANDLER").unwrap_or_default() {
        name if name == "raw" => by_hand::serve(|event| event["body"].as_str().unwrap_or("").to_owned()),
        name if name.starts_with("event") => {
            by_hand::serve(|event| json!({ "statusCode": 200, "body": event.to_string() }).to_string())
        }
        _ => api(),
    }
}

fn api() -> ExitCode {
    Api::new("faults").cors(Cors::origins(["https://example.com", "http://*"]).allow_credentials()).run()
}
