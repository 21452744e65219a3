//! `invoke`: one Lambda event in, the function's answer out, on the local data.

use std::io::Read as _;
use std::path::Path;

use super::command::{Failed, print_answer, runtime};
use super::dynamodb::Data;
use super::environment::Given;
use super::functions::Failure;
use super::{cloud, facts};
use crate::api::Api;
use crate::route::Route;

pub(super) fn run(api: &Api, route: &str, event: &Path, data: &Data, given: &Given) -> Result<(), Failed> {
    let known: Vec<_> = Route::by_name().iter().map(|route| route.name).collect();
    if !known.contains(&route) {
        let sentence = format!("no route is named `{route}`; the routes are {}", known.join(", "));
        return Err(Failed { sentence, code: 2 });
    }
    let event = read(event)?;
    runtime()?.block_on(async {
        let cloud = cloud::start(api, data, given).await?;
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
fn read(file: &Path) -> Result<String, Failed> {
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
