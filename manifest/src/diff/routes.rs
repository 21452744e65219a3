//! What changed of the routes: who may call what, and what a function may do.

use std::collections::BTreeSet;

use serde_json::Value;

use super::found::{Concern, Found, keyed, shown, text};
use crate::path;

impl Found {
    pub(super) fn routes(&mut self, old: &Value, new: &Value) {
        let (old, new) = (keyed(old, "routes", shape), keyed(new, "routes", shape));
        for (shape, route) in &old {
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
        self.request(key, old, new);
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
}

/// The route as a caller sees it: the name of a path parameter is the function's business.
pub(super) fn shape(route: &Value) -> String {
    format!("{} {}", text(&route["method"]), path::shape(&text(&route["path"])))
}

/// `GET /events/{id}`.
fn route_key(route: &Value) -> String {
    format!("{} {}", text(&route["method"]), text(&route["path"]))
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

fn auth(route: &Value) -> String {
    if route["auth"].is_null() { "open".to_owned() } else { text(&route["auth"]) }
}
