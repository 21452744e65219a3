//! Data in memory, as a test reaches it.

use std::sync::Arc;

use fingerpost_local::testing;

use crate::collect;
use crate::dynamodb::{Actions, BatchWriteItem, Item, Key, Scan, Table, TableSchema, UpdateItem};
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
type Everything = (BatchWriteItem, UpdateItem, Scan);

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
    pub async fn table<T: Item, A: Actions>(&self) -> Table<T, A> {
        self.0.home().wait(self.opened())
    }

    async fn opened<T: Item, A: Actions>(&self) -> Table<T, A> {
        let table = collect::table(TableSchema::of::<T>());
        let variables = self.0.variables(&table).unwrap_or_else(|wrong| panic!("{wrong}"));
        let mut resources = Resources::with_variables(variables);
        let opened = Table::<T, A>::open(&mut resources).await.and_then(|()| Table::opened(&resources));
        opened.unwrap_or_else(|wrong| panic!("{wrong}"))
    }

    /// Stores items, each in place of one with the same key.
    ///
    /// # Panics
    ///
    /// When DynamoDB refuses one.
    pub async fn seed<T: Item>(&self, items: &[T]) {
        let work = async { self.opened::<T, Everything>().await.put_many(items).await };
        self.0.home().wait(work).unwrap_or_else(|wrong| panic!("{wrong}"));
    }

    /// Returns the item with this key.
    ///
    /// # Panics
    ///
    /// When there is none.
    pub async fn item<T: Item>(&self, key: Key<'_, T>) -> T {
        let found = self.find(key).await;
        found.unwrap_or_else(|| panic!("the table `{}` has no item with this key", T::TABLE))
    }

    /// Returns the item with this key, or `None` when there is none.
    ///
    /// # Panics
    ///
    /// When what is there is not a `T`.
    pub async fn find<T: Item>(&self, key: Key<'_, T>) -> Option<T> {
        let table = self.0.home().wait(self.opened::<T, Everything>());
        // TODO-MERGE get
        self.0.home().wait(table.update(key).send()).unwrap_or_else(|wrong| panic!("{wrong}"))
    }

    /// Returns every item of a table, in the order of a scan.
    ///
    /// # Panics
    ///
    /// When one of them is not a `T`.
    pub async fn items<T: Item>(&self) -> Vec<T> {
        let work = async { self.opened::<T, Everything>().await.scan().all().await };
        self.0.home().wait(work).unwrap_or_else(|wrong| panic!("{wrong}"))
    }
}
