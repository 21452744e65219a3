//! What changed of the tables.

use super::found::{Concern, Found, keyed, or_none};
use crate::entries::Table;
use crate::index::{Index, KeySchema};

impl Found {
    pub(super) fn tables(&mut self, old: &[Table], new: &[Table]) {
        let name = |table: &Table| table.name.clone();
        let (old, new) = (keyed(old, name), keyed(new, name));
        for (name, table) in &old {
            let Some(now) = new.get(name) else {
                self.note(Concern::Operations, false, format!("table {name} is no longer declared"));
                continue;
            };
            for ((field, was), (_, is)) in keys(table).into_iter().zip(keys(now)) {
                if was != is {
                    let text = format!(
                        "table {name} {field}: {was} -> {is}: the table is REPLACED, its data stays behind"
                    );
                    self.note(Concern::Operations, true, text);
                }
            }
            if table.variable != now.variable {
                let text = format!("table {name} variable: {} -> {}", table.variable, now.variable);
                self.note(Concern::Operations, false, text);
            }
            self.indexes(name, &table.indexes, &now.indexes);
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.note(Concern::Operations, false, format!("table {name} is new"));
        }
    }
}

impl Found {
    fn indexes(&mut self, table: &str, old: &[Index], new: &[Index]) {
        let name = |index: &Index| index.name.clone();
        let (old, new) = (keyed(old, name), keyed(new, name));
        for (name, index) in &old {
            let (stops, what) = match new.get(name) {
                None => (false, "is no longer declared"),
                Some(now) if now != index => {
                    (true, "has another key: it is REPLACED, and cannot be read meanwhile")
                }
                Some(_) => continue,
            };
            self.note(Concern::Operations, stops, format!("index {name} of table {table} {what}"));
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.note(Concern::Operations, false, format!("index {name} of table {table} is new"));
        }
    }
}

/// The keys of a table, each as `id (S)`.
fn keys(table: &Table) -> [(&'static str, String); 2] {
    let key = |key: &KeySchema| format!("{} ({:?})", key.name, key.kind);
    [("partitionKey", key(&table.partition_key)), ("sortKey", or_none(table.sort_key.as_ref().map(key)))]
}
