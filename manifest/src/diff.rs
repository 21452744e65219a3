//! `manifest diff`: what changed between two manifests, for those whom it concerns.
//!
//! The manifests are read as JSON, not as this version's types: the old one may be older.

mod api;
mod found;
mod parameters;
mod routes;
mod schema;
mod tables;

use serde_json::Value;

pub use self::found::Change;
use self::found::{Concern, Found};

const CONCERNS: [(Concern, &str); 3] =
    [(Concern::Callers, "callers"), (Concern::Security, "security"), (Concern::Operations, "operations")];

/// Reads a manifest of any version 1, as JSON.
///
/// # Errors
///
/// What is wrong with it, to follow the file's name.
pub fn parse(json: &[u8]) -> Result<Value, String> {
    let manifest: Value = serde_json::from_slice(json).map_err(|error| format!("is not JSON: {error}"))?;
    if manifest["version"] != 1 || !manifest["routes"].is_array() {
        return Err("is not a manifest of version 1".into());
    }
    Ok(manifest)
}

/// The changes as text, by concern; those for which CI should stop begin with `!`.
pub fn report(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "nothing changed\n".to_owned();
    }
    let sections = CONCERNS.iter().filter_map(|(concern, title)| {
        let of: Vec<_> = changes.iter().filter(|change| change.concern == *concern).collect();
        let line = |change: &&Change| format!("  {} {}\n", if change.stops { '!' } else { ' ' }, change.text);
        (!of.is_empty()).then(|| format!("{title}\n{}", of.iter().map(line).collect::<String>()))
    });
    sections.collect::<Vec<_>>().join("\n")
}

/// What changed from one manifest to another.
pub fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut found = Found::default();
    found.routes(old, new);
    found.api(&old["api"], &new["api"]);
    found.tables(old, new);
    found.0
}
