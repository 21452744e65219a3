//! A function that speaks the Runtime API by hand: it answers what our runtime never would.

use std::process::ExitCode;

use serde_json::Value;

/// Answers each event until the Runtime API is gone.
pub fn serve(answer: impl Fn(&Value) -> String) -> ExitCode {
    let api = std::env::var("AWS_LAMBDA_RUNTIME_API").expect("a Runtime API");
    let invocation = format!("http://{api}/2018-06-01/runtime/invocation");
    // Once the cloud has ended, nobody is there to be told.
    let Err(_) = forever(&invocation, answer);
    ExitCode::SUCCESS
}

fn forever(
    invocation: &str,
    answer: impl Fn(&Value) -> String,
) -> Result<std::convert::Infallible, ureq::Error> {
    loop {
        let mut next = ureq::get(format!("{invocation}/next")).call()?;
        let event: Value = next.body_mut().read_json()?;
        let id = next.headers()["lambda-runtime-aws-request-id"].to_str().expect("an id");
        ureq::post(format!("{invocation}/{id}/response")).send(answer(&event))?;
    }
}
