//! What changed of the API as a whole.

use std::collections::BTreeSet;

use serde_json::Value;

use super::found::{Concern, Found, shown, text};

impl Found {
    pub(super) fn api(&mut self, old: &Value, new: &Value) {
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
}

fn entries(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().map(text).collect()
}
