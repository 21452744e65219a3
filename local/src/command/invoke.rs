//! `invoke`: one Lambda event in, the function's answer out, on the local data.

use std::io::Read as _;
use std::path::Path;

use super::runtime;
use crate::dynamodb::Storage;
use crate::environment::Given;
use crate::functions::Failure;
use crate::program::Program;
use crate::terminal::{CommandError, print_answer};
use crate::{cloud, facts};

pub(super) fn run(
    program: Program,
    route: &str,
    event: &Path,
    storage: &Storage,
    given: &Given,
) -> Result<(), CommandError> {
    let known: Vec<_> = program.manifest.routes.iter().map(|route| route.name.as_str()).collect();
    if !known.contains(&route) {
        let sentence = format!("no route is named `{route}`; the routes are {}", known.join(", "));
        return Err(CommandError { sentence, code: 2 });
    }
    let event = read(event)?;
    runtime::start()?.block_on(async {
        let cloud = cloud::start(program.manifest, storage, given).await?;
        match cloud.functions.invoke(route, event.into()).await {
            Ok(answer) => {
                print_answer(&String::from_utf8_lossy(&answer));
                Ok(())
            }
            Err(Failure::Function(reason)) => Err(format!("{route}: {reason}").into()),
            Err(Failure::Late) => {
                let limit = facts::INTEGRATION_TIMEOUT_SECONDS;
                Err(format!("{route}: no answer within API Gateway's {limit} s").into())
            }
            Err(Failure::Throttled) => Err(format!("{route}: too many requests wait for it").into()),
        }
    })
}

/// The event's text, checked to be JSON before a function is started for it.
fn read(file: &Path) -> Result<String, CommandError> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.map_err(|error| format!("cannot read the event from {}: {error}", file.display()))?;
    serde_json::from_str::<serde::de::IgnoredAny>(&text)
        .map_err(|error| format!("the event in {} is not JSON: {error}", file.display()))?;
    Ok(text)
}
