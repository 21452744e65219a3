//! Data in memory for a test, and who may do what with it.

use std::collections::HashMap;
use std::sync::Arc;

use fingerpost_manifest::Table;

use super::home::Home;
use crate::cloud;
use crate::current_callers::CurrentCallers;
use crate::dynamodb::{Caller, Credentials, InMemory, Snapshot};
use crate::environment::ENDPOINT;
use crate::faults::Faults;
use crate::terminal::Log;

/// Data in memory, behind the door of the local DynamoDB.
pub struct Database {
    data: InMemory,
    developer: Credentials,
    faults: Arc<Faults>,
    home: Home,
}

impl Database {
    /// Opens an empty one.
    ///
    /// # Errors
    ///
    /// One sentence: there is no memory, or no port.
    pub async fn start() -> Result<Self, String> {
        let developer = Credentials::random("AKIA");
        Self::open(developer, HashMap::new(), CurrentCallers::default(), Arc::default(), Log::default()).await
    }

    /// Opens an empty one, for callers with grants of their own beside the test.
    pub(super) async fn open(
        developer: Credentials,
        mut callers: HashMap<String, Caller>,
        current: CurrentCallers,
        faults: Arc<Faults>,
        log: Log,
    ) -> Result<Self, String> {
        let caller = Caller { secret: developer.secret.clone(), route: None };
        callers.insert(developer.key.clone(), caller);
        let home = Home::start()?;
        let data = home.run(InMemory::start(callers, current, faults.clone(), log)).await?;
        Ok(Self { data, developer, faults, home })
    }

    /// Where it is served, and where whoever calls it does so best.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The URL of the door.
    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.data.address)
    }

    pub(super) fn ensure(&self, table: &Table) -> Result<(), String> {
        self.data.ensure(table)
    }

    pub(super) fn snapshot(&self, tables: &[Table]) -> Result<Snapshot, String> {
        self.data.snapshot(tables)
    }

    pub(super) fn restore(&self, held: &Snapshot) -> Result<(), String> {
        self.data.restore(held)
    }

    /// What is planned for the calls of functions.
    pub(super) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The variables of somebody who may do everything with a table, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// One sentence: a table of that name has another key, or the database refuses it.
    pub fn variables(&self, table: &Table) -> Result<Vec<(String, String)>, String> {
        self.data.ensure(table)?;
        let mut variables = cloud::access(&self.developer).to_vec();
        variables.push((ENDPOINT.to_owned(), self.endpoint()));
        variables.push((table.variable.clone(), table.name.clone()));
        Ok(variables)
    }
}
