//! DynamoDB: dynoxide, embedded, behind one door that is closed to everyone but the developer of
//! this machine and the functions.
//!
//! `door` lets a request in with the help of `visitor`, which knows web pages; of `signature`, which
//! knows who signed; and of `permit`, which asks `policy` what a function's signature grants, and
//! `partition` whose items a call is about. `shape`, with `expression`, looks at the body before it is
//! read, `operations` runs it on a thread of `worker`, `table` makes the tables of the manifest, and
//! `file` looks after the data.

mod credentials;
mod door;
mod expression;
mod failure;
mod fault;
mod file;
mod operations;
mod partition;
mod permit;
mod policy;
mod shape;
pub(crate) mod signature;
mod snapshot;
mod table;
mod worker;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use dynoxide::Database;
use fingerpost_manifest::Table;
use tokio::net::TcpListener;

use self::door::Door;
use self::file::Watch;
use crate::current_callers::CurrentCallers;
use crate::faults::Faults;
use crate::terminal::Log;

pub(crate) use self::credentials::Credentials;
pub(crate) use self::failure::Failure;
pub(crate) use self::file::Storage;
pub(crate) use self::permit::Caller;
pub(crate) use self::signature::{Claim, session_token};
pub(crate) use self::snapshot::Snapshot;

/// Opens the database, makes the tables, and returns where the door is.
///
/// # Errors
///
/// One sentence: the file cannot be used, or holds a table with another key or other local indexes. No table has been
/// changed then.
pub(crate) async fn start(
    data: &Storage,
    tables: &[Table],
    callers: HashMap<String, Caller>,
    current: CurrentCallers,
) -> Result<SocketAddr, String> {
    let database = data.open()?;
    table::ensure_all(&database, tables).map_err(|problem| format!("the data in {data}: {problem}"))?;
    let watch = Watch::of(data);
    serve(Door::new(callers, current, database, watch)).await
}

/// The data of one test, in memory.
pub(crate) struct InMemory {
    database: Database,
    pub(crate) address: SocketAddr,
}

impl InMemory {
    /// Opens the database; a table is made when [`ensure`](Self::ensure) asks for it.
    ///
    /// # Errors
    ///
    /// One sentence: there is no memory, or no port.
    pub(crate) async fn start(
        callers: HashMap<String, Caller>,
        current: CurrentCallers,
        faults: Arc<Faults>,
        log: Log,
    ) -> Result<Self, String> {
        let database = Storage::Memory.open()?;
        let address =
            serve(Door::new(callers, current, database.clone(), None).for_test(faults, log)).await?;
        Ok(Self { database, address })
    }

    /// Makes a table, if it is not there.
    ///
    /// # Errors
    ///
    /// One sentence: it is there with another key, or the database refuses it.
    pub(crate) fn ensure(&self, table: &Table) -> Result<(), String> {
        let known = self.database.get_table_metadata(&table.name).map_err(|error| error.to_string())?;
        // Another item of the table may have declared other indexes.
        if known.is_some() { Ok(()) } else { table::ensure(&self.database, table) }
    }

    /// What tables hold now.
    ///
    /// # Errors
    ///
    /// One sentence: the database fails.
    pub(crate) fn snapshot(&self, tables: &[Table]) -> Result<Snapshot, String> {
        Snapshot::of(&self.database, tables)
    }

    /// Has the tables hold what they held.
    ///
    /// # Errors
    ///
    /// One sentence: the database fails.
    pub(crate) fn restore(&self, snapshot: &Snapshot) -> Result<(), String> {
        snapshot.restore(&self.database)
    }
}

/// Opens the door, and returns where it is.
async fn serve(door: Door) -> Result<SocketAddr, String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    tokio::spawn(door.serve(listener));
    Ok(address)
}
