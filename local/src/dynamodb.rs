//! DynamoDB: dynoxide, embedded, behind one door that is closed to everyone but the developer of
//! this machine and the functions.
//!
//! `door` lets a request in with the help of `visitor`, which knows web pages; of `signature`, which
//! knows who signed; of `policy`, which knows what a function's signature grants. `shape`, with
//! `expression`, looks at the body before it is read, `operations` runs it on a thread of `worker`, and
//! `file` looks after the data.

mod door;
mod expression;
mod failure;
mod file;
mod operations;
mod policy;
mod shape;
mod signature;
mod worker;

use std::collections::HashMap;
use std::net::SocketAddr;

use dynoxide::Database;
use fingerpost_manifest::{KeySchema, Table};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use self::door::Door;
use self::file::{Watch, said_plainly};

pub(crate) use self::door::Caller;
pub(crate) use self::file::Storage;
pub(crate) use self::signature::Credentials;

/// Opens the database, makes the tables, and returns where the door is.
///
/// # Errors
///
/// One sentence: the file cannot be used, or holds a table with another key.
pub(crate) async fn start(
    data: &Storage,
    tables: &[Table],
    callers: HashMap<String, Caller>,
) -> Result<SocketAddr, String> {
    let database = data.open()?;
    for table in tables {
        ensure(&database, table).map_err(|problem| format!("the data in {data}: {problem}"))?;
    }
    let watch = Watch::of(data);
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    tokio::spawn(Door::new(callers, database, watch).serve(listener));
    Ok(address)
}

/// Makes a table, or checks that the one there has the declared key.
fn ensure(database: &Database, table: &Table) -> Result<(), String> {
    let keys = [Some((&table.partition_key, "HASH")), table.sort_key.as_ref().map(|key| (key, "RANGE"))];
    let keys: Vec<(&KeySchema, &str)> = keys.into_iter().flatten().collect();
    let schema = json!(
        keys.iter()
            .map(|(key, role)| json!({ "AttributeName": key.name, "KeyType": role }))
            .collect::<Vec<_>>()
    );
    let attributes =
        keys.iter().map(|(key, _)| json!({ "AttributeName": key.name, "AttributeType": key.kind }));
    let attributes = json!(attributes.collect::<Vec<_>>());
    if let Some(known) = database.get_table_metadata(&table.name).map_err(|error| said_plainly(&error))? {
        let same = |stored: &str, declared: &Value| {
            serde_json::from_str(stored).is_ok_and(|v: Value| v == *declared)
        };
        if same(&known.key_schema, &schema) && same(&known.attribute_definitions, &attributes) {
            return Ok(());
        }
        return Err(format!(
            "its table `{}` has another key than the routes declare; move the file away or choose another with `--data`",
            table.name
        ));
    }
    let request = json!({
        "TableName": table.name,
        "KeySchema": schema,
        "AttributeDefinitions": attributes,
        "BillingMode": "PAY_PER_REQUEST",
    });
    let request = serde_json::from_value(request).map_err(|error| error.to_string())?;
    database.create_table(request).map(drop).map_err(|error| said_plainly(&error))
}
