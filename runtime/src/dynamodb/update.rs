//! Changing attributes of one item: a chain of methods becomes one `UpdateItem`.
//!
//! DynamoDB makes an item where an update finds none. Here that is asked for by name (`or_create`), because
//! an item with a few attributes and no others is rarely what a handler means. Otherwise the update has the
//! condition that the item exists. What is changed is in `set.rs`.

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};

use super::actions::{Action, Allows, UpdateItem};
use super::attributes::{Attributes, decode, encode_key};
use super::changes::Changes;
use super::client::capacity;
use super::client::failure::failure;
use super::condition::{Condition, WriteCondition, both};
use super::connection::{Call, Connection};
use super::expression::Expression;
use super::field::partition_key;
use super::item::Item;
use super::key::Key;
use super::put::{Always, Conditional};
use super::table::Table;
use super::version::Version as _;
use super::versioned::Expected;
use super::written::{Unmet, Written, refused};
use crate::error::{Error, Result};

/// An update that is made if the item exists.
#[derive(Debug)]
pub enum IfExists {}

impl<T, A> Table<T, A> {
    /// Changes attributes of one item, and returns the item as it is afterwards: one `UpdateItem`.
    ///
    /// The other attributes stay as they are. Requests that change different attributes at the same time
    /// therefore keep each other's changes, which they would not if they read the item and put it. The call
    /// costs what a write of the whole item would, by the larger of its sizes before and after.
    ///
    /// It is [`Written::Missing`] where there is no item, unless [`or_create`](UpdateCall::or_create) makes
    /// one. An update without changes returns the item as it is, with its version raised if it has one.
    ///
    /// # Errors
    ///
    /// 412 or 409 where a version is given and the item has another, see [`Versioned`](crate::Versioned). Otherwise
    /// as for [`put`](Self::put).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, OrError, Result, Table, UpdateItem};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, name: String, seats: u32 }
    /// # async fn example(events: Table<Event, UpdateItem>) -> Result<()> {
    /// let update = events.update("e-7").set(Event::NAME, "Workshop").add(Event::SEATS, 2);
    /// let event: Event = update.await?.or_not_found("Event not found")?;
    /// # Ok(()) }
    /// ```
    pub fn update<At>(&self, key: impl Key<T::Key>) -> UpdateCall<'_, T>
    where
        T: Item,
        A: Allows<UpdateItem, At>,
    {
        UpdateCall {
            connection: &self.connection,
            key: encode_key::<T>(key),
            changes: Changes::default(),
            condition: None,
            create: false,
            expected: None,
            state: PhantomData,
        }
    }
}

/// An update being put together, from [`Table::update`]; nothing is written before `.await`.
///
/// An attribute is named by its handle, such as `Event::SEATS`, or by [`path`](crate::path). One call may not
/// change an attribute twice, nor an attribute and a value inside of it; DynamoDB refuses both, which is a
/// 500. `S` says on what the update depends.
#[derive(Debug)]
#[must_use = "nothing is written before `.await`"]
pub struct UpdateCall<'c, T, S = IfExists> {
    connection: &'c Connection,
    key: Result<Option<Attributes>>,
    pub(super) changes: Changes,
    condition: Option<Condition<T>>,
    create: bool,
    pub(super) expected: Option<Expected>,
    state: PhantomData<fn() -> S>,
}

impl<'c, T: Item, S> UpdateCall<'c, T, S> {
    /// Makes the change only if the stored item meets the condition.
    ///
    /// Otherwise nothing is changed, which is [`Written::Unmet`]. Of several conditions, all must hold.
    pub fn condition(self, condition: impl WriteCondition<T>) -> UpdateCall<'c, T, Conditional> {
        let Self { connection, key, changes, create, expected, .. } = self;
        let condition = Some(both(self.condition, condition.condition()));
        UpdateCall { connection, key, changes, condition, create, expected, state: PhantomData }
    }

    async fn send(mut self) -> Result<Written<T>> {
        let Some(key) = self.key? else { return Ok(Written::Missing) };
        let expected = self.expected.filter(|_| T::Version::IS_KEPT);
        if let Some(version) = T::table().version.filter(|_| T::Version::IS_KEPT) {
            self.changes.raise(version);
        }
        if let Some(unchanged) = expected.and_then(Expected::condition) {
            self.condition = Some(both(self.condition, unchanged));
        }
        let condition = match (self.create, self.condition) {
            (true, condition) => condition,
            (false, None) => Some(partition_key::<T>().exists()),
            (false, Some(condition)) => Some(partition_key::<T>().exists().and(condition)),
        };
        let mut expression = Expression::default();
        let update = self.changes.write(&mut expression)?;
        let stored = condition.is_some().then_some(ReturnValuesOnConditionCheckFailure::AllOld);
        let condition = condition.map(|condition| condition.write(&mut expression)).transpose()?;
        let (names, values) = expression.parts();
        let (client, name) = self.connection.parts();
        let call = client
            .update_item()
            .table_name(name)
            .set_key(Some(key))
            .set_update_expression(update)
            .set_condition_expression(condition)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .return_values(ReturnValue::AllNew)
            .set_return_values_on_condition_check_failure(stored);
        match call.send().await {
            Ok(output) => {
                capacity::log(UpdateItem::NAME, name, output.consumed_capacity());
                decode(T::table(), output.attributes.unwrap_or_default()).map(Written::Done)
            }
            Err(error) => match refused(&error) {
                Some(Unmet { stored: None }) if !self.create => Ok(Written::Missing),
                Some(Unmet { stored }) => {
                    expected.map_or(Ok(()), |expected| expected.check::<T>(stored))?;
                    Ok(Written::refused(stored))
                }
                None => Err(failure(UpdateItem::NAME, name, error)),
            },
        }
    }
}

impl<'c, T: Item> UpdateCall<'c, T> {
    /// Makes an item of the key and the changed attributes when there is none.
    ///
    /// `T` has to be readable from those attributes alone, or the call is a 500 after it has made the item:
    /// give the other fields `#[serde(default)]` or the type `Option`. A key that no item can have is a 400.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, Result, Table, UpdateItem};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Greetings")]
    /// # struct Greeting { #[item(partition_key)] name: String, times: u32 }
    /// # async fn example(greetings: Table<Greeting, UpdateItem>) -> Result<()> {
    /// let greeting: Greeting = greetings.update("Ada").add(Greeting::TIMES, 1).or_create().await?;
    /// # Ok(()) }
    /// ```
    pub fn or_create(self) -> UpdateCall<'c, T, Always> {
        self.creating()
    }
}

impl<T: Item> UpdateCall<'_, T, Conditional> {
    /// Makes an item of the key and the changed attributes when there is none and the condition holds of that.
    pub fn or_create(self) -> Self {
        self.creating()
    }
}

impl<'c, T: Item, S> UpdateCall<'c, T, S> {
    fn creating<N>(self) -> UpdateCall<'c, T, N> {
        let Self { connection, key, changes, condition, expected, .. } = self;
        UpdateCall { connection, key, changes, condition, create: true, expected, state: PhantomData }
    }
}

impl<'c, T: Item> IntoFuture for UpdateCall<'c, T, Always> {
    type Output = Result<T>;
    type IntoFuture = Call<'c, T>;

    fn into_future(self) -> Self::IntoFuture {
        // Without a condition the write is not made only where nothing can be stored under the key.
        let unwritten = || Error::bad_request("A key is empty or too long");
        Box::pin(async move { self.send().await?.done().ok_or_else(unwritten) })
    }
}

macro_rules! conditional {
    ($($state:ty),*) => {$(
        impl<'c, T: Item> IntoFuture for UpdateCall<'c, T, $state> {
            type Output = Result<Written<T>>;
            type IntoFuture = Call<'c, Written<T>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    )*};
}

conditional!(IfExists, Conditional);
