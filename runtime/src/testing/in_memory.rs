//! `Table::in_memory`, for a handler that takes one table.

use super::database::Database;
use crate::dynamodb::{Actions, Item, Table};

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
}
