//! Data in memory, as a test reaches it.

use std::future::{Ready, ready};
use std::sync::Arc;

use fingerpost_local::testing;

use crate::collect;
use crate::dynamodb::{
    Actions, BatchWriteItem, GetItem, Item, Key, Pairs, Scan, Table, TableSchema, Transaction, Writing,
};
use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::resources::Resources;

/// A DynamoDB in memory, for tests of handlers as plain functions.
///
/// A table is made when it is first named. Its data and its tables are there as long as this is.
///
/// # Examples
///
/// ```
/// # use fingerpost::{GetItem, Item, Json, OrError, Result, Table, route};
/// # use schemars::JsonSchema;
/// # use serde::{Deserialize, Serialize};
/// use fingerpost::testing::Database;
///
/// # #[derive(Debug, PartialEq, Serialize, Deserialize, JsonSchema, Item)]
/// # #[item(table = "Teas")]
/// # struct Tea { #[item(partition_key)] name: String, grams: u32 }
/// /// Returns one tea.
/// #[route(GET, "/teas/<name>")]
/// async fn tea(name: String, teas: Table<Tea, GetItem>) -> Result<Json<Tea>> {
///     Ok(Json(teas.get(&name).await?.or_not_found("No such tea")?))
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let database = Database::start().await;
/// database.seed(&[Tea { name: "green".to_owned(), grams: 50 }]).await;
/// let found = tea("green".to_owned(), database.table().await).await.unwrap();
/// assert_eq!(found.0.grams, 50);
/// # });
/// ```
pub struct Database(Arc<testing::Database>);

/// What a test does with a table.
type Everything = (BatchWriteItem, GetItem, Scan);

impl Database {
    /// Opens an empty one.
    ///
    /// # Panics
    ///
    /// When this machine has no memory or no port for it.
    pub async fn start() -> Self {
        let database = testing::Database::start().await;
        Self(Arc::new(database.unwrap_or_else(|wrong| panic!("{wrong}"))))
    }

    pub(super) fn of(database: &Arc<testing::Database>) -> Self {
        Self(Arc::clone(database))
    }

    /// Returns the table of `T`, as a handler takes it.
    ///
    /// What a handler can call is up to `A`; what it does with the SDK's own
    /// [`client`](crate::Table::client) is not held to it here, as it is in a [`TestApi`](super::TestApi).
    ///
    /// # Panics
    ///
    /// When another item has the same table with another key.
    #[track_caller]
    pub fn table<T: Item, A: Actions>(&self) -> Ready<Table<T, A>> {
        ready(or_fail(self.0.home().wait(self.opened())))
    }

    /// Returns a transaction on these tables, as a handler takes it.
    ///
    /// # Panics
    ///
    /// As [`table`](Self::table).
    #[track_caller]
    pub fn transaction<P: Pairs<Writing>>(&self) -> Ready<Transaction<P>> {
        let opened = async {
            let mut resources = self.resources(P::tables()).map_err(Error::internal)?;
            Transaction::<P>::open(&mut resources).await?;
            Transaction::opened(&resources)
        };
        ready(or_fail(self.0.home().wait(opened)))
    }

    /// What a function on these tables, which are made if they are not there, finds at its start.
    fn resources(&self, tables: Vec<&'static TableSchema>) -> Result<Resources, String> {
        let mut variables = Vec::new();
        for table in tables {
            variables.extend(self.0.variables(&collect::table(table)?)?);
        }
        Ok(Resources::with_variables(variables))
    }

    async fn opened<T: Item, A: Actions>(&self) -> Result<Table<T, A>> {
        let unique = T::table().unique.map(|unique| &unique.table);
        let tables = [T::table()].into_iter().chain(unique).collect();
        let mut resources = self.resources(tables).map_err(Error::internal)?;
        Table::<T, A>::open(&mut resources).await?;
        Table::opened(&resources)
    }

    /// Stores items as they are, their versions too, each in place of one with the same key.
    ///
    /// # Panics
    ///
    /// When DynamoDB refuses one.
    #[track_caller]
    pub fn seed<T: Item>(&self, items: &[T]) -> Ready<()> {
        or_fail(self.0.home().wait(self.seeded(items)));
        ready(())
    }

    async fn seeded<T: Item>(&self, items: &[T]) -> Result<()> {
        let table = self.opened::<T, Everything>().await?;
        if T::table().unique.is_none() {
            return table.put_each(items).await;
        }
        for item in items {
            table.put_as_it_is(item).await?;
        }
        Ok(())
    }

    /// Returns the item with this key.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[track_caller]
    pub fn item<T: Item>(&self, key: impl Key<T::Key>) -> Ready<T> {
        match self.read(key) {
            Some(item) => ready(item),
            None => panic!("the table `{}` has no item with this key", T::table().name),
        }
    }

    /// Returns the item with this key, or `None` when there is none.
    ///
    /// # Panics
    ///
    /// When what is there is not a `T`.
    #[track_caller]
    pub fn find<T: Item>(&self, key: impl Key<T::Key>) -> Ready<Option<T>> {
        ready(self.read(key))
    }

    #[track_caller]
    fn read<T: Item>(&self, key: impl Key<T::Key>) -> Option<T> {
        let table = or_fail(self.0.home().wait(self.opened::<T, Everything>()));
        let read = table.get(key).consistent();
        or_fail(self.0.home().wait(read.into_future()))
    }

    /// Returns every item of a table, in the order of a scan.
    ///
    /// # Panics
    ///
    /// When one of them is not a `T`.
    #[track_caller]
    pub fn items<T: Item>(&self) -> Ready<Vec<T>> {
        let work = async { self.opened::<T, Everything>().await?.scan().all().await };
        ready(or_fail(self.0.home().wait(work)))
    }
}

#[track_caller]
fn or_fail<T>(done: Result<T>) -> T {
    match done {
        Ok(done) => done,
        Err(wrong) => panic!("{wrong}"),
    }
}
