//! A table of the manifest in DynamoDB's words, in which the database keeps it, too.

use std::collections::BTreeMap;

use fingerpost_manifest::{Index, KeySchema, Projection, Table};
use serde_json::{Value, json};

/// What `CreateTable` takes.
pub(super) fn creation(table: &Table) -> Value {
    let mut request = json!({
        "TableName": table.name,
        "KeySchema": own_key(table),
        "AttributeDefinitions": attributes(table.keys().chain(table.indexes.iter().flat_map(Index::keys))),
        "BillingMode": "PAY_PER_REQUEST",
    });
    for (list, local) in [("GlobalSecondaryIndexes", false), ("LocalSecondaryIndexes", true)] {
        let indexes: Vec<_> = of_kind(table, local).map(index).collect();
        // DynamoDB refuses a list of none.
        if !indexes.is_empty() {
            request[list] = indexes.into();
        }
    }
    request
}

/// What `UpdateTable` takes for one more index.
pub(super) fn addition(table: &str, added: &Index) -> Value {
    json!({
        "TableName": table,
        "AttributeDefinitions": attributes(added.keys()),
        "GlobalSecondaryIndexUpdates": [{ "Create": index(added) }],
    })
}

/// What `UpdateTable` takes for one index less.
pub(super) fn removal(table: &str, index: &str) -> Value {
    json!({
        "TableName": table,
        "GlobalSecondaryIndexUpdates": [{ "Delete": { "IndexName": index } }],
    })
}

/// What `UpdateTimeToLive` takes.
pub(super) fn time_to_live(table: &str, attribute: &str, enabled: bool) -> Value {
    let specification = json!({ "AttributeName": attribute, "Enabled": enabled });
    json!({ "TableName": table, "TimeToLiveSpecification": specification })
}

/// The global or the local indexes of a table.
pub(super) fn of_kind(table: &Table, local: bool) -> impl Iterator<Item = &Index> {
    table.indexes.iter().filter(move |index| index.local == local)
}

/// The key of the table itself.
pub(super) fn own_key(table: &Table) -> Value {
    roles([&table.partition_key], &table.sort_key)
}

/// An index, without the types of its key.
pub(super) fn index(index: &Index) -> Value {
    json!({
        "IndexName": index.name,
        "KeySchema": roles(&index.partition_keys, &index.sort_keys),
        "Projection": projection(&index.projection),
    })
}

/// The type of one attribute of a key.
pub(super) fn attribute(key: &KeySchema) -> Value {
    json!({ "AttributeName": key.name, "AttributeType": key.kind })
}

/// The type of each attribute, by its name: there is one for all keys that it is in.
fn attributes<'a>(keys: impl Iterator<Item = &'a KeySchema>) -> Value {
    let by_name: BTreeMap<_, _> = keys.map(|key| (&key.name, attribute(key))).collect();
    by_name.into_values().collect()
}

fn roles<'a>(
    partition: impl IntoIterator<Item = &'a KeySchema>,
    sort: impl IntoIterator<Item = &'a KeySchema>,
) -> Value {
    let roles =
        partition.into_iter().map(|key| (key, "HASH")).chain(sort.into_iter().map(|key| (key, "RANGE")));
    roles.map(|(key, role)| json!({ "AttributeName": key.name, "KeyType": role })).collect()
}

fn projection(projection: &Projection) -> Value {
    match projection {
        Projection::All => json!({ "ProjectionType": "ALL" }),
        Projection::KeysOnly => json!({ "ProjectionType": "KEYS_ONLY" }),
        Projection::Include(attributes) => {
            // Their order says nothing, and an index in another order is the same.
            let mut attributes: Vec<_> = attributes.iter().collect();
            attributes.sort();
            json!({ "ProjectionType": "INCLUDE", "NonKeyAttributes": attributes })
        }
    }
}
