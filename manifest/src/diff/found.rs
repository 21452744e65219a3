//! The changes that were found, and how values are named in them.

use std::collections::BTreeMap;

use serde_json::Value;

/// One change.
#[derive(Debug)]
pub struct Change {
    pub(super) concern: Concern,
    /// Whether CI should stop for it: it breaks the API for its callers, or widens what it permits.
    pub stops: bool,
    pub(super) text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concern {
    Callers,
    Security,
    Operations,
}

/// The entries of a list, by what callers know them as.
pub(super) fn keyed<'m>(
    manifest: &'m Value,
    list: &str,
    key: impl Fn(&Value) -> String,
) -> BTreeMap<String, &'m Value> {
    manifest[list].as_array().into_iter().flatten().map(|entry| (key(entry), entry)).collect()
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[derive(Default)]
pub(super) struct Found(pub(super) Vec<Change>);

impl Found {
    pub(super) fn note(&mut self, concern: Concern, stops: bool, text: String) {
        self.0.push(Change { concern, stops, text });
    }
}

pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Object(throttle) if throttle.contains_key("burst") => {
            format!("{}/s, {} at once", throttle["ratePerSecond"], throttle["burst"])
        }
        other => text(other),
    }
}
