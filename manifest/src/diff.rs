//! `manifest diff`: what changed between two manifests, for those whom it concerns.
//!
//! The manifests are read as JSON, not as this version's types: the old one may be older.

mod api;
mod parameters;
mod routes;
mod schema;
mod tables;

use std::collections::BTreeMap;

use serde_json::Value;

use self::routes::shape;

/// One change.
#[derive(Debug)]
pub struct Change {
    concern: Concern,
    /// Whether CI should stop for it: it breaks the API for its callers, or widens what it permits.
    pub stops: bool,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Concern {
    Callers,
    Security,
    Operations,
}

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
    found.routes(&keyed(old, "routes", shape), &keyed(new, "routes", shape));
    found.api(&old["api"], &new["api"]);
    let name = |table: &Value| text(&table["name"]);
    found.tables(&keyed(old, "tables", name), &keyed(new, "tables", name));
    found.0
}

/// The entries of a list, by what callers know them as.
fn keyed<'m>(manifest: &'m Value, list: &str, key: impl Fn(&Value) -> String) -> BTreeMap<String, &'m Value> {
    manifest[list].as_array().into_iter().flatten().map(|entry| (key(entry), entry)).collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[derive(Default)]
struct Found(Vec<Change>);

impl Found {
    fn note(&mut self, concern: Concern, stops: bool, text: String) {
        self.0.push(Change { concern, stops, text });
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Object(throttle) if throttle.contains_key("burst") => {
            format!("{}/s, {} at once", throttle["ratePerSecond"], throttle["burst"])
        }
        other => text(other),
    }
}
