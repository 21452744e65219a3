//! `invoke`: one Lambda event in, the function's answer out, on the local data.

use std::io::Read as _;
use std::path::Path;

use super::arguments::InvokeArgs;
use super::binary::{self, Opened};
use super::runtime;
use crate::cloud;
use crate::invocation::Invoke as _;
use crate::program::Program;
use crate::terminal::{CommandError, print_answer};

pub(super) fn run(
    program: impl Fn() -> Result<Program, CommandError>,
    args: &InvokeArgs,
) -> Result<(), CommandError> {
    runtime::start()?.block_on(async {
        let given = args.environment.given()?;
        let Opened { manifest, executable, .. } = binary::open(&args.binary, &given, program).await?;
        let route = &args.route;
        let known: Vec<_> = manifest.routes.iter().map(|route| route.name.as_str()).collect();
        if !known.contains(&route.as_str()) {
            let sentence = format!("no route is named `{route}`; the routes are {}", known.join(", "));
            return Err(CommandError { sentence, code: 2 });
        }
        let event = read(&args.event)?;
        let cloud = cloud::start(manifest, executable, &args.storage.storage(), &given).await?;
        let answer = cloud.functions.invoke(route, event.into()).await;
        let answer = answer.map_err(|failure| format!("{route}: {failure}"))?;
        print_answer(&String::from_utf8_lossy(&answer));
        Ok(())
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
