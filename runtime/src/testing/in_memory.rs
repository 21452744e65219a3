//! `Table::in_memory`, for a handler that takes one table.

use super::database::Database;
use crate::dynamodb::{Actions, Item, Owned, PartitionKey, Table, Value};

impl<T: Item, A: Actions> Table<T, A> {
    /// Returns a table in memory, which is empty, for the test of a handler. It is there until the process
    /// ends.
    ///
    /// [`testing::Database`](crate::testing::Database) makes several tables on the same data, and fills
    /// them. It is there with the feature `local`.
    ///
    /// # Panics
    ///
    /// When this machine has no memory or no port for it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use fingerpost::{Item, PutItem, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Teas")]
    /// # struct Tea { #[item(partition_key)] name: String }
    /// async fn keep(name: &str, teas: Table<Tea, PutItem>) -> Result<()> {
    ///     teas.put(&Tea { name: name.to_owned() }).await?;
    ///     Ok(())
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// assert!(keep("green", Table::in_memory().await).await.is_ok());
    /// # });
    /// ```
    pub async fn in_memory() -> Self {
        let database = Database::start().await;
        let table = database.table().await;
        // It serves the table as long as the process runs.
        std::mem::forget(database);
        table
    }

    /// Returns the table as a caller with this claim has it, for the test of a handler that takes an
    /// [`Owned`]. In a request the claim comes from the gateway.
    ///
    /// # Panics
    ///
    /// When it is no partition key, such as an empty text.
    ///
    /// # Examples
    ///
    /// ```
    /// # use fingerpost::{GetItem, Item, OrError, Owned, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Profiles")]
    /// # struct Profile { #[item(partition_key)] sub: String, name: String }
    /// async fn name(profiles: Owned<Table<Profile, GetItem>>) -> Result<String> {
    ///     Ok(profiles.get(()).await?.or_not_found("No profile")?.name)
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let refused = name(Table::in_memory().await.owned_by("ann")).await.err();
    /// assert_eq!(refused.map(|error| error.status()), Some(404));
    /// # });
    /// ```
    pub fn owned_by<C>(self, owner: impl Value<PartitionKey<T>>) -> Owned<Self, C> {
        match Owned::of(self, owner) {
            Ok(Some(table)) => table,
            Ok(None) => panic!("the claim is not a partition key: no item can have it"),
            Err(error) => panic!("the claim is not a partition key: {error}"),
        }
    }
}
