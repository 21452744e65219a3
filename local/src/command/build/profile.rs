//! The profile of what is deployed, as settings for `cargo --config`: a project needs none in its
//! `Cargo.toml`, and one that has a `[profile.lambda]` there keeps its own.

use std::collections::BTreeSet;
use std::path::Path;

use toml::de::DeTable;

use crate::command::project::Project;

/// The name of the profile, and of its folder.
pub(super) const NAME: &str = "lambda";

/// Small and quick to start. Unwinding stays, or no panic would become a response.
const EVERYWHERE: [&str; 5] =
    [r#"inherits="release""#, "codegen-units=1", r#"lto="fat""#, r#"opt-level="s""#, "strip=true"];

/// What every event goes through is built for speed, and so is what every item does. At 3 it would be larger and hardly
/// quicker.
const FAST: [&str; 21] = [
    "aws-smithy-json",
    "bytes",
    "fingerpost",
    "fingerpost-untrusted",
    "hashbrown",
    "http",
    "http-body-util",
    "httparse",
    "hyper",
    "indexmap",
    "lambda_runtime",
    "lambda_runtime_api_client",
    "memchr",
    "mio",
    "percent-encoding",
    "serde_dynamo",
    "serde_json",
    "sha2",
    "tokio",
    "tower",
    "tracing",
];

/// The settings that a project is built with; none where it has its own.
///
/// The project's own crates are built for speed, too: what is generic is compiled there.
pub(super) fn settings(project: &Project) -> Result<Vec<String>, String> {
    if is_own(&project.root.join("Cargo.toml"))? {
        return Ok(Vec::new());
    }
    let fast: BTreeSet<&str> = FAST.into_iter().chain(project.crates.iter().map(String::as_str)).collect();
    let everywhere = EVERYWHERE.into_iter().map(str::to_owned);
    let fast = fast.into_iter().map(|name| format!("package.\"{name}\".opt-level=2"));
    // An executable's own settings must say it again.
    let stripped = format!("package.\"{}\".strip=true", project.package);
    let settings = everywhere.chain(fast).chain([stripped]);
    Ok(settings.map(|setting| format!("profile.{NAME}.{setting}")).collect())
}

/// Whether a workspace has a profile of that name.
fn is_own(manifest: &Path) -> Result<bool, String> {
    let file = manifest.display();
    let text = std::fs::read_to_string(manifest).map_err(|error| format!("cannot read {file}: {error}"))?;
    let parsed = DeTable::parse(&text).map_err(|error| format!("{file} is not TOML: {}", error.message()))?;
    let profiles = parsed.get_ref().get("profile").and_then(|profiles| profiles.get_ref().as_table());
    Ok(profiles.is_some_and(|profiles| profiles.contains_key(NAME)))
}
