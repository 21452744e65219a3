//! What changed of the tables.

use super::found::{Concern, Found, keyed, or_none};
use crate::entries::{KeySchema, Table};

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
            if table.indexes != now.indexes {
                self.note(Concern::Operations, false, format!("table {name} has other indexes"));
            }
        }
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.note(Concern::Operations, false, format!("table {name} is new"));
        }
    }
}

/// The keys of a table, each as `id (S)`.
fn keys(table: &Table) -> [(&'static str, String); 2] {
    let key = |key: &KeySchema| format!("{} ({:?})", key.name, key.kind);
    [("partitionKey", key(&table.partition_key)), ("sortKey", or_none(table.sort_key.as_ref().map(key)))]
}
