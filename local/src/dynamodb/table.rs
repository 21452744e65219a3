//! A table of the manifest in the database: made where there is none, and brought up to date where there
//! is one, as a deployment would, with the data that is there.
//!
//! What a deployment can only do with a new table, and without the data, is refused.

mod definition;

use dynoxide::{Database, TableMetadata};
use fingerpost_manifest::{Index, KeySchema, Table};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::file::said_plainly;

/// Makes tables, or brings them up to date, once it is known that all of them can be.
///
/// # Errors
///
/// As for [`ensure`]; where one is refused, none has been changed.
pub(crate) fn ensure_all(database: &Database, tables: &[Table]) -> Result<(), String> {
    for table in tables {
        if let Some(known) = stored(database, table)? {
            Stored::of(&known)?.compare(table)?;
        }
    }
    tables.iter().try_for_each(|table| ensure(database, table))
}

fn stored(database: &Database, table: &Table) -> Result<Option<TableMetadata>, String> {
    database.get_table_metadata(&table.name).map_err(|error| said_plainly(&error))
}

/// Makes a table, or gives the one that is there the declared indexes and time to live.
///
/// # Errors
///
/// One sentence: the table has another key, or other local indexes, or the database fails.
pub(crate) fn ensure(database: &Database, table: &Table) -> Result<(), String> {
    let known = stored(database, table)?;
    match &known {
        None => call(database, Database::create_table, definition::creation(table))?,
        Some(known) => {
            let stored = Stored::of(known)?;
            stored.compare(table)?;
            update_indexes(database, &stored, table)?;
        }
    }
    let expires = known.filter(|known| known.ttl_enabled).and_then(|known| known.ttl_attribute);
    update_time_to_live(database, &table.name, expires.as_deref(), table.expires.as_deref())
}

/// The attribute that is the partition key of a table, if it is there.
pub(super) fn partition_key(database: &Database, table: &str) -> Option<String> {
    let known = database.get_table_metadata(table).ok()??;
    let key = Stored::of(&known).ok()?.key;
    let partition = key.as_array()?.iter().find(|key| key["KeyType"] == "HASH")?;
    partition["AttributeName"].as_str().map(str::to_owned)
}

/// What the database keeps of a table, in DynamoDB's words.
struct Stored {
    key: Value,
    attributes: Vec<Value>,
    globals: Vec<Value>,
    locals: Vec<Value>,
}

impl Stored {
    fn of(known: &TableMetadata) -> Result<Self, String> {
        let indexes = |stored: &Option<String>| stored.as_deref().map_or(Ok(Vec::new()), parsed);
        Ok(Self {
            key: parsed(&known.key_schema)?,
            attributes: parsed(&known.attribute_definitions)?,
            globals: indexes(&known.gsi_definitions)?,
            locals: indexes(&known.lsi_definitions)?,
        })
    }

    /// Refuses what no update can change.
    fn compare(&self, table: &Table) -> Result<(), String> {
        let same_key = self.key == definition::own_key(table) && table.keys().all(|key| self.has_key(key));
        let locals: Vec<_> = definition::of_kind(table, true).collect();
        let same_locals = self.locals.len() == locals.len()
            && locals.into_iter().all(|index| self.has_index(&self.locals, index));
        let what = match (same_key, same_locals) {
            (true, true) => return Ok(()),
            (false, _) => "another key than the routes declare",
            (true, false) => {
                "other local indexes than the routes declare, which DynamoDB makes only with the table"
            }
        };
        Err(format!(
            "its table `{}` has {what}; move the file away or choose another with `--data`",
            table.name
        ))
    }

    /// Whether it has this very index: its key, the types of that, and its projection.
    fn has_index(&self, stored: &[Value], index: &Index) -> bool {
        stored.contains(&definition::index(index)) && index.keys().all(|key| self.has_key(key))
    }

    fn has_key(&self, key: &KeySchema) -> bool {
        self.attributes.contains(&definition::attribute(key))
    }
}

fn parsed<T: DeserializeOwned>(stored: &str) -> Result<T, String> {
    serde_json::from_str(stored).map_err(|error| format!("its tables cannot be read: {error}"))
}

/// Removes the indexes that are declared no longer, or otherwise, and builds those that are not there from
/// the data. In this order, for an attribute keeps its type as long as it is in a key.
fn update_indexes(database: &Database, stored: &Stored, table: &Table) -> Result<(), String> {
    let (kept, added): (Vec<_>, Vec<_>) =
        definition::of_kind(table, false).partition(|index| stored.has_index(&stored.globals, index));
    let names = stored.globals.iter().filter_map(|index| index["IndexName"].as_str());
    for removed in names.filter(|name| kept.iter().all(|index| index.name != *name)) {
        call(database, Database::update_table, definition::removal(&table.name, removed))?;
    }
    added.into_iter().try_for_each(|index| {
        call(database, Database::update_table, definition::addition(&table.name, index))
    })
}

/// DynamoDB takes another attribute only once the one before is switched off.
fn update_time_to_live(
    database: &Database,
    table: &str,
    old: Option<&str>,
    new: Option<&str>,
) -> Result<(), String> {
    if old == new {
        return Ok(());
    }
    let changes = [old.map(|attribute| (attribute, false)), new.map(|attribute| (attribute, true))];
    changes.into_iter().flatten().try_for_each(|(attribute, enabled)| {
        let request = definition::time_to_live(table, attribute, enabled);
        call(database, Database::update_time_to_live, request)
    })
}

fn call<Request: DeserializeOwned, Answer>(
    database: &Database,
    call: fn(&Database, Request) -> dynoxide::Result<Answer>,
    request: Value,
) -> Result<(), String> {
    let request = serde_json::from_value(request).map_err(|error| error.to_string())?;
    call(database, request).map(drop).map_err(|error| said_plainly(&error))
}

#[cfg(test)]
mod tests {
    use fingerpost_manifest::KeyType;

    use super::*;

    fn table(name: &str, key: &str, indexes: Vec<Index>) -> Table {
        Table {
            name: name.to_owned(),
            variable: format!("TABLE_NAME_{name}"),
            partition_key: KeySchema { name: key.to_owned(), kind: KeyType::S },
            sort_key: None,
            indexes,
            expires: None,
            source: "tests.rs:1".to_owned(),
        }
    }

    #[test]
    fn where_one_table_is_refused_none_is_changed() {
        let database = Database::memory().expect("memory");
        ensure_all(&database, &[table("Events", "id", vec![]), table("Seats", "id", vec![])])
            .expect("is made");
        let by_color = Index {
            name: "ByColor".to_owned(),
            local: false,
            partition_keys: vec![KeySchema { name: "color".to_owned(), kind: KeyType::S }],
            sort_keys: vec![],
            projection: fingerpost_manifest::Projection::All,
        };
        let changed =
            [table("Events", "id", vec![by_color]), table("Seats", "no", vec![]), table("New", "id", vec![])];
        let refused = ensure_all(&database, &changed).expect_err("another key");
        assert!(refused.starts_with("its table `Seats` has another key"), "{refused}");
        let events = stored(&database, &changed[0]).expect("is read").expect("is there");
        assert!(Stored::of(&events).expect("is read").globals.is_empty());
        assert!(stored(&database, &changed[2]).expect("is read").is_none());
    }
}
