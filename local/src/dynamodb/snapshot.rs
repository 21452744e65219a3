//! What tables hold at a moment, so that a test can have it again.

use dynoxide::Database;
use fingerpost_manifest::Table;
use serde_json::{Value, json};

use super::file::said_plainly;
use super::table;

/// The items of tables.
pub(crate) struct Snapshot(Vec<(Table, Vec<Value>)>);

impl Snapshot {
    /// Reads the tables that there are.
    ///
    /// # Errors
    ///
    /// One sentence: the database fails.
    pub(crate) fn of(database: &Database, tables: &[Table]) -> Result<Self, String> {
        let read = |table: &Table| Ok((table.clone(), items(database, &table.name)?));
        tables.iter().map(read).collect::<Result<_, String>>().map(Self)
    }

    /// The values of the keys of some of the items, as texts.
    pub(crate) fn keys(&self) -> Vec<String> {
        let keys = |(table, items): &(Table, Vec<Value>)| {
            let names = [Some(&table.partition_key), table.sort_key.as_ref()].into_iter().flatten();
            let names: Vec<_> = names.map(|key| key.name.clone()).collect();
            let values = items.iter().take(20).flat_map(move |item| {
                let values: Vec<_> = names.iter().map(|name| item[name].clone()).collect();
                values
            });
            values.collect::<Vec<_>>()
        };
        // Each is an object of one member, named after its type.
        let texts = self.0.iter().flat_map(keys).filter_map(|value| {
            let value = value.as_object()?.values().next()?.as_str()?.to_owned();
            Some(value)
        });
        texts.collect()
    }

    /// Makes the tables anew, with what they held.
    ///
    /// # Errors
    ///
    /// One sentence: the database fails.
    pub(crate) fn restore(&self, database: &Database) -> Result<(), String> {
        for (declared, items) in &self.0 {
            let name = &declared.name;
            let delete = serde_json::from_value(json!({ "TableName": name }));
            let delete = delete.map_err(|error| error.to_string())?;
            database.delete_table(delete).map_err(|error| said_plainly(&error))?;
            table::ensure(database, declared)?;
            for item in items {
                let put = serde_json::from_value(json!({ "TableName": name, "Item": item }));
                let put = put.map_err(|error| error.to_string())?;
                database.put_item(put).map_err(|error| said_plainly(&error))?;
            }
        }
        Ok(())
    }
}

/// Every item of a table, by scans of 1 MB.
fn items(database: &Database, table: &str) -> Result<Vec<Value>, String> {
    let mut items = Vec::new();
    let mut start = Value::Null;
    loop {
        let mut scan = json!({ "TableName": table });
        if !start.is_null() {
            scan["ExclusiveStartKey"] = start;
        }
        let scan = serde_json::from_value(scan).map_err(|error| error.to_string())?;
        let page = database.scan(scan).map_err(|error| said_plainly(&error))?;
        let mut page = serde_json::to_value(page).map_err(|error| error.to_string())?;
        items.extend(page["Items"].as_array_mut().into_iter().flatten().map(Value::take));
        start = page["LastEvaluatedKey"].take();
        if start.is_null() {
            return Ok(items);
        }
    }
}
