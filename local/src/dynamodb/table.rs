//! A table of the manifest in the database: made where there is none, and compared where there is one.

use std::collections::BTreeMap;

use dynoxide::{Database, TableMetadata};
use fingerpost_manifest::{Index, KeySchema, Projection, Table};
use serde_json::{Value, json};

use super::file::said_plainly;

/// Makes a table, or checks that the one there has the declared key and the declared indexes.
///
/// # Errors
///
/// One sentence: the table has others, or the database fails.
pub(crate) fn ensure(database: &Database, table: &Table) -> Result<(), String> {
    match database.get_table_metadata(&table.name).map_err(|error| said_plainly(&error))? {
        Some(known) => compare(&known, table),
        None => create(database, table),
    }
}

fn create(database: &Database, table: &Table) -> Result<(), String> {
    let attributes = attributes(table).into_iter();
    let attributes = attributes.map(|(name, kind)| json!({ "AttributeName": name, "AttributeType": kind }));
    let mut request = json!({
        "TableName": table.name,
        "KeySchema": schema(&table.partition_key, table.sort_key.as_ref()),
        "AttributeDefinitions": attributes.collect::<Vec<_>>(),
        "BillingMode": "PAY_PER_REQUEST",
    });
    // DynamoDB refuses a list of none.
    if !table.indexes.is_empty() {
        request["GlobalSecondaryIndexes"] = table.indexes.iter().map(definition).collect();
    }
    let request = serde_json::from_value(request).map_err(|error| error.to_string())?;
    database.create_table(request).map(drop).map_err(|error| said_plainly(&error))
}

fn compare(known: &TableMetadata, table: &Table) -> Result<(), String> {
    let stored = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let kinds = stored(&known.attribute_definitions);
    let has = |key: &KeySchema| {
        let definition = json!({ "AttributeName": key.name, "AttributeType": key.kind });
        kinds.as_array().is_some_and(|kinds| kinds.contains(&definition))
    };
    let key_is_there = keys(&table.partition_key, table.sort_key.as_ref()).all(|(key, _)| has(key));
    let same_key =
        key_is_there && stored(&known.key_schema) == schema(&table.partition_key, table.sort_key.as_ref());
    let indexes = known.gsi_definitions.as_deref().map(stored);
    let indexes: Vec<&Value> = indexes.iter().filter_map(Value::as_array).flatten().collect();
    let same_indexes = indexes.len() == table.indexes.len()
        && table.indexes.iter().all(|index| index.keys().all(has) && indexes.contains(&&definition(index)));
    let what = match (same_key, same_indexes) {
        (true, true) => return Ok(()),
        (false, _) => "another key",
        (true, false) => "other indexes",
    };
    Err(format!(
        "its table `{}` has {what} than the routes declare; move the file away or choose another with `--data`",
        table.name
    ))
}

/// An index as `CreateTable` takes it, and the database keeps it.
fn definition(index: &Index) -> Value {
    json!({
        "IndexName": index.name,
        "KeySchema": roles(&index.partition_keys, "HASH").chain(roles(&index.sort_keys, "RANGE")).collect::<Value>(),
        "Projection": projection(&index.projection),
    })
}

fn schema(partition_key: &KeySchema, sort_key: Option<&KeySchema>) -> Value {
    keys(partition_key, sort_key)
        .map(|(key, role)| json!({ "AttributeName": key.name, "KeyType": role }))
        .collect()
}

/// The type of each attribute that is in a key, by its name: there is one for all keys that it is in.
fn attributes(table: &Table) -> BTreeMap<&str, Value> {
    let own = keys(&table.partition_key, table.sort_key.as_ref()).map(|(key, _)| key);
    let all = own.chain(table.indexes.iter().flat_map(Index::keys));
    all.map(|key| (key.name.as_str(), json!(key.kind))).collect()
}

fn keys<'a>(
    partition_key: &'a KeySchema,
    sort_key: Option<&'a KeySchema>,
) -> impl Iterator<Item = (&'a KeySchema, &'static str)> {
    [Some((partition_key, "HASH")), sort_key.map(|key| (key, "RANGE"))].into_iter().flatten()
}

fn roles<'a>(keys: &'a [KeySchema], role: &'static str) -> impl Iterator<Item = Value> + 'a {
    keys.iter().map(move |key| json!({ "AttributeName": key.name, "KeyType": role }))
}

fn projection(projection: &Projection) -> Value {
    match projection {
        Projection::All => json!({ "ProjectionType": "ALL" }),
        Projection::KeysOnly => json!({ "ProjectionType": "KEYS_ONLY" }),
        Projection::Include(attributes) => {
            json!({ "ProjectionType": "INCLUDE", "NonKeyAttributes": attributes })
        }
    }
}
