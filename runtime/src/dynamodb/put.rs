//! Writing one item whole and removing one, each in a single DynamoDB call.
//!
//! A condition that does not hold is an answer, not an error: these calls return `false`, and the handler
//! decides which status that is. Changing some attributes of an item is in `update.rs`.

use super::actions::{Action, Allows, DeleteItem, PutItem};
use super::attributes::{Attributes, encode, encode_key, non_empty};
use super::client::capacity;
use super::client::failure::{condition_failed, failure};
use super::condition::{Condition, Expression};
use super::connection::Call;
use super::item::{Item, Key};
use super::table::Table;
use crate::error::Result;

impl<T, A> Table<T, A> {
    /// Writes an item, in place of the one with the same key if there is one: one `PutItem`.
    ///
    /// The stored item is replaced whole; an attribute that the new one lacks is gone. The write costs what
    /// the larger of the two would cost.
    ///
    /// # Errors
    ///
    /// 413 for an item over DynamoDB's 400 KB, names and values counted. 400 for one that DynamoDB cannot
    /// keep for another reason: a key that is empty or too long (2048 bytes for a partition key, 1024 for a
    /// sort key), more than 32 levels of maps and lists, a number out of range, a name that is empty or
    /// begins with `$serde_json::private::`. 503 or 500 as for [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, PutItem, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, name: String }
    /// # async fn example(events: Table<Event, PutItem>) -> Result<()> {
    /// events.put(&Event { id: "e-7".into(), name: "Workshop".into() }).await?;
    /// # Ok(()) }
    /// ```
    pub fn put<'c, At>(&'c self, item: &'c T) -> Call<'c, ()>
    where
        T: Item,
        A: Allows<PutItem, At>,
    {
        Box::pin(async { self.put_item(item, None).await.map(drop) })
    }

    /// Writes an item unless there is one with its key: one `PutItem` with a condition.
    ///
    /// Returns `false`, and changes nothing, when there was one. DynamoDB checks and writes in one step, so
    /// of two requests that put the same key at once, one gets `true`.
    ///
    /// # Errors
    ///
    /// As for [`put`](Self::put).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, OrError, PutItem, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String }
    /// # async fn example(event: Event, events: Table<Event, PutItem>) -> Result<()> {
    /// events.put_new(&event).await?.or_conflict("The event exists")?; // a 409
    /// # Ok(()) }
    /// ```
    pub fn put_new<'c, At>(&'c self, item: &'c T) -> Call<'c, bool>
    where
        T: Item,
        A: Allows<PutItem, At>,
    {
        Box::pin(self.put_item(item, Some(Condition::missing(T::PARTITION_KEY))))
    }

    /// Writes an item if the stored one meets a condition: one `PutItem` with that condition.
    ///
    /// Returns `false`, and changes nothing, when the condition does not hold. What holds where nothing is
    /// stored under the key yet, [`Condition`] says for each of its tests.
    ///
    /// # Errors
    ///
    /// As for [`put`](Self::put).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Condition, Item, OrError, PutItem, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, version: u32 }
    /// # async fn example(mut event: Event, events: Table<Event, PutItem>) -> Result<()> {
    /// let unchanged = Condition::equals("version", event.version);
    /// event.version += 1;
    /// events.put_if(&event, unchanged).await?.or_conflict("Somebody else was faster")?;
    /// # Ok(()) }
    /// ```
    pub fn put_if<'c, At>(&'c self, item: &'c T, condition: Condition) -> Call<'c, bool>
    where
        T: Item,
        A: Allows<PutItem, At>,
    {
        Box::pin(self.put_item(item, Some(condition)))
    }

    async fn put_item(&self, item: &T, condition: Option<Condition>) -> Result<bool>
    where
        T: Item,
    {
        let (client, name) = self.connection.parts();
        let mut call = client
            .put_item()
            .table_name(name)
            .set_item(Some(encode(item)?))
            .set_return_consumed_capacity(capacity::return_consumed_capacity());
        if let Some(condition) = condition {
            let mut expression = Expression::default();
            call = call.condition_expression(condition.write(&mut expression)?);
            call = call.set_expression_attribute_names(non_empty(expression.names().collect()));
            call = call.set_expression_attribute_values(non_empty(expression.values().collect()));
        }
        match call.send().await {
            Ok(output) => {
                capacity::log(PutItem::NAME, name, output.consumed_capacity());
                Ok(true)
            }
            Err(error) if condition_failed(&error) => Ok(false),
            Err(error) => Err(failure(PutItem::NAME, name, error)),
        }
    }

    /// Removes an item by its key: one `DeleteItem` with the condition that the item exists.
    ///
    /// Returns `false` when there was none. Of two requests that remove the same item at once, one gets
    /// `true`. The call costs as many write units as the item that is removed.
    ///
    /// # Errors
    ///
    /// 503 or 500 as for [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{DeleteItem, Item, OrError, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String }
    /// # async fn example(events: Table<Event, DeleteItem>) -> Result<()> {
    /// events.delete("e-7").await?.or_not_found("Event not found")?;
    /// # Ok(()) }
    /// ```
    pub fn delete<'c, At>(&'c self, key: Key<'c, T>) -> Call<'c, bool>
    where
        T: Item,
        A: Allows<DeleteItem, At>,
    {
        Box::pin(self.delete_item(encode_key::<T>(key)))
    }

    async fn delete_item(&self, key: Option<Attributes>) -> Result<bool>
    where
        T: Item,
    {
        let Some(key) = key else { return Ok(false) };
        let (client, name) = self.connection.parts();
        let call = client
            .delete_item()
            .table_name(name)
            .set_key(Some(key))
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .condition_expression("attribute_exists(#key)")
            .expression_attribute_names("#key", T::PARTITION_KEY);
        match call.send().await {
            Ok(output) => {
                capacity::log(DeleteItem::NAME, name, output.consumed_capacity());
                Ok(true)
            }
            Err(error) if condition_failed(&error) => Ok(false),
            Err(error) => Err(failure(DeleteItem::NAME, name, error)),
        }
    }
}
