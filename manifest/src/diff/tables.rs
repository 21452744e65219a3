//! What changed of the tables.

use serde_json::Value;

use super::found::{Concern, Found, keyed, text};

impl Found {
    pub(super) fn tables(&mut self, old: &Value, new: &Value) {
        let (old, new) = (keyed(old, "tables", name), keyed(new, "tables", name));
        for (name, table) in &old {
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

pub(super) fn name(table: &Value) -> String {
    text(&table["name"])
}

fn key_shown(key: &Value) -> String {
    if key.is_null() { "none".to_owned() } else { format!("{} ({})", text(&key["name"]), text(&key["type"])) }
}
