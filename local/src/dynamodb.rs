//! DynamoDB: dynoxide, embedded, behind one door that is closed to everyone but the developer of
//! this machine and the functions.
//!
//! `door` lets a request in with the help of `visitor`, which knows web pages; of `signature`, which
//! knows who signed; of `policy`, which knows what a function's signature grants. `shape`, with
//! `expression`, looks at the body before it is read, `operations` runs it on a thread of `worker`,
//! `table` makes the tables of the manifest, and `file` looks after the data.

mod door;
mod expression;
mod failure;
mod file;
mod operations;
mod policy;
mod shape;
mod signature;
mod table;
mod worker;

use std::collections::HashMap;
use std::net::SocketAddr;

use fingerpost_manifest::Table;
use tokio::net::TcpListener;

use self::door::Door;
use self::file::Watch;

pub(crate) use self::door::Caller;
pub(crate) use self::file::Storage;
pub(crate) use self::signature::Credentials;

/// Opens the database, makes the tables, and returns where the door is.
///
/// # Errors
///
/// One sentence: the file cannot be used, or holds a table with another key or other local indexes.
pub(crate) async fn start(
    data: &Storage,
    tables: &[Table],
    callers: HashMap<String, Caller>,
) -> Result<SocketAddr, String> {
    let database = data.open()?;
    for table in tables {
        table::ensure(&database, table).map_err(|problem| format!("the data in {data}: {problem}"))?;
    }
    let watch = Watch::of(data);
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    tokio::spawn(Door::new(callers, database, watch).serve(listener));
    Ok(address)
}
