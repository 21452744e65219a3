//! `manifest diff`: what changed between two manifests, for those whom it concerns.
//!
//! The manifests are read as JSON, not as this version's types: the old one may be older.

mod api;
mod found;
mod parameters;
mod routes;
mod schema;
mod tables;

use fingerpost_untrusted::{LEVELS, escape, survey};
use serde_json::Value;

pub use self::found::Change;
use self::found::{Concern, Found, keyed};

/// Bytes that a manifest may take in memory; the largest takes a tenth of it.
const MEMORY: usize = 256 << 20;

const CONCERNS: [(Concern, &str); 3] =
    [(Concern::Callers, "callers"), (Concern::Security, "security"), (Concern::Operations, "operations")];

/// Reads a manifest of any version 1, as JSON.
///
/// # Errors
///
/// What is wrong with it, to follow the file's name. A key by which `serde_json` would read another
/// manifest than CDK does is wrong, and so are two entries of which only one would be compared.
pub fn parse(json: &[u8]) -> Result<Value, String> {
    let surveyed = survey(json).map_err(|key| format!("has the key `{key}`, which no manifest has"))?;
    if surveyed.depth <= LEVELS && surveyed.memory > MEMORY {
        return Err(format!("would take over {} MB of memory, which no manifest does", MEMORY >> 20));
    }
    let manifest: Value = serde_json::from_slice(json).map_err(|error| format!("is not JSON: {error}"))?;
    if manifest["version"] != 1 || !manifest["routes"].is_array() {
        return Err("is not a manifest of version 1".into());
    }
    let twice =
        |list: &str, compared: usize| manifest[list].as_array().is_some_and(|all| compared < all.len());
    if twice("routes", keyed(&manifest, "routes", routes::shape).len()) {
        return Err("has two routes that answer the same".into());
    }
    if twice("tables", keyed(&manifest, "tables", tables::name).len()) {
        return Err("has two tables of one name".into());
    }
    Ok(manifest)
}

/// The changes as text, by concern; those for which CI should stop begin with `!`. No name in it moves
/// a terminal's cursor over a line, or passes for one.
pub fn report(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "nothing changed\n".to_owned();
    }
    let sections = CONCERNS.iter().filter_map(|(concern, title)| {
        let of: Vec<_> = changes.iter().filter(|change| change.concern == *concern).collect();
        let line = |change: &&Change| {
            let mut line = format!("  {} ", if change.stops { '!' } else { ' ' });
            escape(&change.text, &mut line);
            line + "\n"
        };
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
