//! Writing: putting, changing and removing one item, each in a single DynamoDB call.

use super::actions::{Allows, DeleteItem, PutItem};
use super::attributes::{Attributes, encode, encode_key, non_empty};
use super::client::capacity;
use super::client::failure::{condition_failed, failure};
use super::condition::{Condition, Expression};
use super::connection::Call;
use super::item::{Item, Key};
use super::table::Table;
use crate::error::Result;

impl<T, A> Table<T, A> {
    /// Writes an item whole, over one with the same key if there is one.
    ///
    /// # Errors
    ///
    /// 413 for an item over DynamoDB's 400 KB, 400 for one it cannot keep, 500 when it fails.
    pub fn put<'c, At>(&'c self, item: &'c T) -> Call<'c, ()>
    where
        T: Item,
        A: Allows<PutItem, At>,
    {
        Box::pin(async { self.put_item(item, None).await.map(drop) })
    }

    /// Writes an item whole unless there is one with its key; `false` when there was.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
    pub fn put_new<'c, At>(&'c self, item: &'c T) -> Call<'c, bool>
    where
        T: Item,
        A: Allows<PutItem, At>,
    {
        Box::pin(self.put_item(item, Some(Condition::missing(T::PARTITION_KEY))))
    }

    /// Writes an item whole if the condition holds of the stored one; `false` when not.
    ///
    /// # Errors
    ///
    /// As [`put`](Self::put).
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
                capacity::log("PutItem", name, output.consumed_capacity());
                Ok(true)
            }
            Err(error) if condition_failed(&error) => Ok(false),
            Err(error) => Err(failure("PutItem", name, error)),
        }
    }

    /// Removes an item; `false` when there was none. Of two at once, one is told `true`.
    ///
    /// # Errors
    ///
    /// 500 when DynamoDB fails.
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
                capacity::log("DeleteItem", name, output.consumed_capacity());
                Ok(true)
            }
            Err(error) if condition_failed(&error) => Ok(false),
            Err(error) => Err(failure("DeleteItem", name, error)),
        }
    }
}
