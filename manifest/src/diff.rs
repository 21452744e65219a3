//! `manifest diff`: what changed between two manifests, for those whom it concerns.
//!
//! The manifests are read as JSON, not as this version's types: the old one may be older.

use std::collections::{BTreeMap, BTreeSet};

use fingerpost_untrusted::{LEVELS, escape, survey};
use serde_json::Value;

use crate::path;

/// Bytes that a manifest may take in memory; the largest takes some 10 MB.
const MEMORY: usize = 256 << 20;

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
    let known = (keyed(&manifest, "routes", route_shape), keyed(&manifest, "tables", table_name));
    let count = |list: &str| manifest[list].as_array().map_or(0, Vec::len);
    if known.0.len() < count("routes") {
        return Err("has two routes that answer the same".into());
    }
    if known.1.len() < count("tables") {
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
    found.routes(&keyed(old, "routes", route_shape), &keyed(new, "routes", route_shape));
    found.api(&old["api"], &new["api"]);
    found.tables(&keyed(old, "tables", table_name), &keyed(new, "tables", table_name));
    found.0
}

/// The entries of a list, by what callers know them as.
fn keyed<'m>(manifest: &'m Value, list: &str, key: impl Fn(&Value) -> String) -> BTreeMap<String, &'m Value> {
    manifest[list].as_array().into_iter().flatten().map(|entry| (key(entry), entry)).collect()
}

/// The route as a caller sees it: the name of a path parameter is the function's business.
fn route_shape(route: &Value) -> String {
    format!("{} {}", text(&route["method"]), path::shape(&text(&route["path"])))
}

fn table_name(table: &Value) -> String {
    text(&table["name"])
}

/// `GET /events/{id}`.
fn route_key(route: &Value) -> String {
    format!("{} {}", text(&route["method"]), text(&route["path"]))
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

    fn routes(&mut self, old: &BTreeMap<String, &Value>, new: &BTreeMap<String, &Value>) {
        for (shape, route) in old {
            match new.get(shape) {
                Some(now) => self.route(&route_key(now), route, now),
                None => self.note(Concern::Callers, true, format!("{} is gone", route_key(route))),
            }
        }
        for (_, route) in new.iter().filter(|(shape, _)| !old.contains_key(*shape)) {
            let key = route_key(route);
            self.note(Concern::Callers, false, format!("{key} is new"));
            self.actions(&key, &BTreeSet::new(), &actions(route));
        }
    }

    fn route(&mut self, key: &str, old: &Value, new: &Value) {
        self.actions(key, &actions(old), &actions(new));
        if old["auth"] != new["auth"] {
            let (was, is) = (auth(old), auth(new));
            self.note(Concern::Security, new["auth"].is_null(), format!("{key} auth: {was} -> {is}"));
            self.note(Concern::Callers, old["auth"].is_null(), format!("{key} auth: {was} -> {is}"));
        }
        let fields =
            [("path", ""), ("name", ""), ("memoryMb", " MB"), ("timeoutSeconds", " s"), ("throttle", "")];
        for (field, unit) in fields {
            if old[field] != new[field] {
                let (was, is) = (shown(&old[field]), shown(&new[field]));
                self.note(Concern::Operations, false, format!("{key} {field}: {was}{unit} -> {is}{unit}"));
            }
        }
    }

    fn actions(&mut self, key: &str, old: &BTreeSet<String>, new: &BTreeSet<String>) {
        for action in new.difference(old) {
            self.note(Concern::Security, true, format!("{key} may now {action}"));
        }
        for action in old.difference(new) {
            self.note(Concern::Security, false, format!("{key} may no longer {action}"));
        }
    }

    fn api(&mut self, old: &Value, new: &Value) {
        if old["cors"] != new["cors"] {
            self.cors(&old["cors"], &new["cors"]);
        }
        for field in ["throttle", "name"] {
            if old[field] != new[field] {
                let text = format!("api {field}: {} -> {}", shown(&old[field]), shown(&new[field]));
                self.note(Concern::Operations, false, text);
            }
        }
    }

    fn cors(&mut self, old: &Value, new: &Value) {
        for field in ["allowOrigins", "allowMethods", "allowHeaders", "exposeHeaders"] {
            let [was, is] = [old, new].map(|cors| entries(&cors[field]));
            for entry in is.difference(&was) {
                let widens = !was.contains("*");
                self.note(Concern::Security, widens, format!("CORS {field} has {entry} now"));
            }
            for entry in was.difference(&is) {
                let breaks = !is.contains("*");
                self.note(Concern::Callers, breaks, format!("CORS {field} has {entry} no longer"));
            }
        }
        for field in ["allowCredentials", "maxAgeSeconds"] {
            if old[field] != new[field] {
                let widens = field == "allowCredentials" && new[field] == true;
                let text = format!("CORS {field}: {} -> {}", shown(&old[field]), shown(&new[field]));
                self.note(Concern::Security, widens, text);
            }
        }
    }

    fn tables(&mut self, old: &BTreeMap<String, &Value>, new: &BTreeMap<String, &Value>) {
        for (name, table) in old {
            let Some(now) = new.get(name) else {
                self.note(Concern::Operations, false, format!("table {name} is no longer declared"));
                continue;
            };
            for field in ["partitionKey", "sortKey"] {
                if table[field] != now[field] {
                    let (was, is) = (key_shown(&table[field]), key_shown(&now[field]));
                    let text = format!(
                        "table {name} {field}: {was} -> {is}: the table is REPLACED, its data stays behind"
                    );
                    self.note(Concern::Operations, true, text);
                }
            }
            if table["indexes"] != now["indexes"] {
                self.note(Concern::Operations, false, format!("table {name} has other indexes"));
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.note(Concern::Operations, false, format!("table {name} is new"));
        }
    }
}

/// `GetItem on Events`.
fn actions(route: &Value) -> BTreeSet<String> {
    let grants = route["grants"].as_array().into_iter().flatten();
    let each = grants.flat_map(|grant| {
        let actions = grant["actions"].as_array().into_iter().flatten();
        let on = match grant["index"].as_str() {
            Some(index) => format!("{}/{index}", text(&grant["table"])),
            None => text(&grant["table"]),
        };
        actions.map(move |action| format!("{} on {on}", text(action).trim_start_matches("dynamodb:")))
    });
    each.collect()
}

fn entries(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(text).collect()
}

fn auth(route: &Value) -> String {
    if route["auth"].is_null() { "open".to_owned() } else { text(&route["auth"]) }
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

fn key_shown(key: &Value) -> String {
    if key.is_null() { "none".to_owned() } else { format!("{} ({})", text(&key["name"]), text(&key["type"])) }
}
