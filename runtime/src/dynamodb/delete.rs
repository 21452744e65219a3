//! Removing one item by its key: `DeleteItem`, with the condition that the item is there.

use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};

use super::actions::{Action, Allows, DeleteItem};
use super::attributes::{Attributes, decode, encode_key};
use super::claiming::{Claimed, Claiming, Write};
use super::client::capacity;
use super::client::failure::failure;
use super::condition::{Condition, WriteCondition, both};
use super::connection::{Call, Connection};
use super::expression::Expression;
use super::item::Item;
use super::key::Key;
use super::table::Table;
use super::uniqueness::Uniqueness as _;
use super::version::Version as _;
use super::versioned::Expected;
use super::written::{Unmet, Written, refused};
use crate::error::Result;

impl<T, A> Table<T, A> {
    /// Removes an item by its key: one `DeleteItem` with the condition that the item exists.
    ///
    /// It is [`Written::Missing`] when there was none. Of two requests that remove the same item at once, one
    /// makes the write. Its [unique](Item#unique-values) values become free. The version of an item is checked where [`if_match`](DeleteCall::if_match) or
    /// [`if_version`](DeleteCall::if_version) gives one, see [`Versioned`](crate::Versioned). The call costs as many write units as the item that is removed.
    ///
    /// # Errors
    ///
    /// 412 or 409 where a version is given and the item has another. 503 or 500 as for [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{DeleteItem, Item, OrError, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, seats: u32 }
    /// # async fn example(events: Table<Event, DeleteItem>) -> Result<()> {
    /// events.delete("e-7").await?.or_not_found("Event not found")?;
    /// let removed: Event = events.delete("e-8").returning().await?.or_not_found("Event not found")?;
    /// # Ok(()) }
    /// ```
    pub fn delete<At>(&self, key: impl Key<T::Key>) -> DeleteCall<'_, T>
    where
        T: Item,
        A: Allows<DeleteItem, At>,
    {
        DeleteCall {
            connection: &self.connection,
            key: encode_key::<T>(key),
            condition: None,
            expected: None,
            returning: None,
            removed: |_| Ok(()),
        }
    }
}

/// A removal being put together, from [`Table::delete`]; nothing is removed before `.await`.
///
/// `R` is what is returned of the item: nothing, or the item where [`returning`](Self::returning) asks for it.
#[must_use = "nothing is removed before `.await`"]
pub struct DeleteCall<'c, T, R = ()> {
    connection: &'c Connection,
    key: Result<Option<Attributes>>,
    /// What must hold besides that the item exists.
    condition: Option<Condition<T>>,
    pub(super) expected: Option<Expected>,
    returning: Option<ReturnValue>,
    removed: fn(Option<Attributes>) -> Result<R>,
}

impl<'c, T: Item, R> DeleteCall<'c, T, R> {
    /// Removes the item if it meets the condition, and otherwise changes nothing.
    ///
    /// Of several conditions, all must hold. An item that does not meet them is [`Written::Unmet`].
    pub fn condition(self, condition: impl WriteCondition<T>) -> Self {
        let condition = Some(both(self.condition, condition.condition()));
        Self { condition, ..self }
    }

    /// Returns the item as it was, or with unique values as it was a moment before.
    pub fn returning(self) -> DeleteCall<'c, T, T> {
        let Self { connection, key, condition, expected, .. } = self;
        // An item was there, or the condition would not have held.
        let removed = |item: Option<Attributes>| decode(T::table(), item.unwrap_or_default());
        DeleteCall { connection, key, condition, expected, returning: Some(ReturnValue::AllOld), removed }
    }

    async fn send(self) -> Result<Written<R>> {
        let Some(key) = self.key? else { return Ok(Written::Missing) };
        let (client, name) = self.connection.parts();
        let mut expression = Expression::default();
        let exists = format!("attribute_exists({})", expression.name(T::table().partition_key.name));
        let expected = self.expected.filter(|_| T::Version::IS_KEPT);
        let condition = match expected.and_then(Expected::condition) {
            Some(unchanged) => Some(both(self.condition, unchanged)),
            None => self.condition,
        };
        let unique = T::table().unique.filter(|_| T::Unique::IS_KEPT);
        let returned = condition.is_some() || unique.is_some();
        let stored = returned.then_some(ReturnValuesOnConditionCheckFailure::AllOld);
        let condition = match condition {
            Some(condition) => format!("{exists} AND ({})", condition.write(&mut expression)?),
            None => exists,
        };
        let claiming = unique.map(|unique| {
            let (delete, condition) = (Write::Delete(key.clone()), Some(condition.clone()));
            Claiming::of::<T>(self.connection, unique, delete, condition, expression.clone())
        });
        let condition = match unique {
            Some(unique) => format!("{condition} AND {}", unique.has_none(&mut expression)),
            None => condition,
        };
        let (names, values) = expression.parts();
        let call = client
            .delete_item()
            .table_name(name)
            .set_key(Some(key))
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .condition_expression(condition)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .set_return_values(self.returning)
            .set_return_values_on_condition_check_failure(stored);
        match call.send().await {
            Ok(output) => {
                capacity::log(DeleteItem::NAME, name, output.consumed_capacity());
                (self.removed)(output.attributes).map(Written::Done)
            }
            Err(error) => match refused(&error) {
                Some(Unmet { stored }) => {
                    let mut stored = stored.cloned();
                    if let (Some(claiming), Some(item)) = (claiming, &stored)
                        && unique.is_some_and(|unique| unique.is_in(item))
                    {
                        match claiming?.send_for::<T::Unique>(stored).await? {
                            Claimed::Done(removed) => return (self.removed)(removed).map(Written::Done),
                            Claimed::Refused(item) => stored = item,
                        }
                    }
                    let Some(stored) = stored else { return Ok(Written::Missing) };
                    expected.map_or(Ok(()), |expected| expected.check::<T>(Some(&stored)))?;
                    Ok(Written::Unmet)
                }
                None => Err(failure(DeleteItem::NAME, name, error)),
            },
        }
    }
}

impl<T, R> std::fmt::Debug for DeleteCall<'_, T, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeleteCall").field("key", &self.key).field("condition", &self.condition).finish()
    }
}

impl<'c, T: Item, R: 'c> IntoFuture for DeleteCall<'c, T, R> {
    type Output = Result<Written<R>>;
    type IntoFuture = Call<'c, Written<R>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
