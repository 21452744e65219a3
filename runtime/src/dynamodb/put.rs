//! Writing one item whole: `PutItem`, whatever is stored, or only where a condition holds.
//!
//! Changing some attributes of an item is in `update.rs`.

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;

use super::actions::{Action, Allows, PutItem};
use super::attributes::{Attributes, encode};
use super::claiming::{Claimed, Claiming};
use super::client::capacity;
use super::client::failure::failure;
use super::condition::{Condition, WriteCondition, both};
use super::connection::{Call, Connection};
use super::expression::Expression;
use super::field::partition_key;
use super::item::Item;
use super::table::Table;
use super::uniqueness::Uniqueness as _;
use super::version::Version as _;
use super::versioned::{self, Expected};
use super::written::{Unmet, Written, refused};
use crate::error::Result;

/// A write that is made whatever is stored.
#[derive(Debug)]
pub enum Always {}

/// A write that is made if a condition holds.
#[derive(Debug)]
pub enum Conditional {}

impl<T, A> Table<T, A> {
    /// Writes an item, in place of the one with the same key if there is one: one `PutItem`.
    ///
    /// The stored item is replaced whole; an attribute that the new one lacks is gone. The write costs what
    /// the larger of the two would cost. [`if_not_exists`](PutCall::if_not_exists) and
    /// [`condition`](PutCall::condition) make it depend on what is stored, and `.await?` is then a
    /// [`Written`].
    ///
    /// An item with a version is written with the next one, if the stored item has the version of `item`, and the
    /// version that it then has is returned: see [`Versioned`](crate::Versioned). The value itself stays as it is.
    /// For another item a `()` is returned.
    ///
    /// # Errors
    ///
    /// 409 where the item has a version and the stored one is of another, or gone, and where another item has a
    /// [unique](Item#unique-values) value. 413 for an item over DynamoDB's 400 KB, names and values counted. 400 for one that DynamoDB cannot
    /// keep for another reason: a key that is empty or too long (2048 bytes for a partition key, 1024 for a
    /// sort key), more than 32 levels of maps and lists, a number out of range, a name that is empty or
    /// begins with `$serde_json::private::`. 503 or 500 as for [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, OrError, PutItem, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, name: String }
    /// # async fn example(events: Table<Event, PutItem>) -> Result<()> {
    /// let event = Event { id: "e-7".into(), name: "Workshop".into() };
    /// events.put(&event).if_not_exists().await?.or_conflict("The event exists")?; // a 409
    /// events.put(&event).await?;
    /// # Ok(()) }
    /// ```
    pub fn put<At>(&self, item: &T) -> PutCall<'_, T>
    where
        T: Item,
        A: Allows<PutItem, At>,
    {
        PutCall {
            connection: &self.connection,
            item: encode(item),
            condition: None,
            if_not_exists: false,
            seen: None,
            state: PhantomData,
        }
    }
}

#[cfg(feature = "local")]
impl<T: Item, A> Table<T, A> {
    /// Writes an item with unique values and the version that it has.
    pub(crate) async fn put_as_it_is(&self, item: &T) -> Result<()> {
        let Some(unique) = T::table().unique else { return Ok(()) };
        let claiming = Claiming::put::<T>(&self.connection, unique, encode(item)?, None, false)?;
        claiming.send(None).await.map(drop)
    }
}

/// A write of a whole item being put together, from [`Table::put`]; nothing is written before `.await`.
///
/// `S` says whether it depends on what is stored.
#[derive(Debug)]
#[must_use = "nothing is written before `.await`"]
pub struct PutCall<'c, T, S = Always> {
    connection: &'c Connection,
    pub(super) item: Result<Attributes>,
    condition: Option<Condition<T>>,
    if_not_exists: bool,
    /// The version that the client saw.
    pub(super) seen: Option<Expected>,
    state: PhantomData<fn() -> S>,
}

impl<'c, T: Item, S> PutCall<'c, T, S> {
    /// Writes the item unless there is one with its key, and otherwise changes nothing.
    ///
    /// DynamoDB checks and writes in one step: of two requests that put the same key at once, one makes the
    /// write. The other's is [`Written::Unmet`]. Where an item has a version, none is compared.
    pub fn if_not_exists(mut self) -> PutCall<'c, T, Conditional> {
        self.if_not_exists = true;
        self.condition(partition_key::<T>().missing())
    }

    /// Writes the item if the stored one meets the condition, and otherwise changes nothing.
    ///
    /// Of several conditions, all must hold. What holds where nothing is stored under the key yet,
    /// [`Condition`](crate::Condition#what-holds-of-an-attribute-that-is-not-there) says.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, OrError, PutItem, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, seats: u32 }
    /// # async fn example(event: Event, events: Table<Event, PutItem>) -> Result<()> {
    /// let smaller = Event::SEATS.at_most(event.seats);
    /// events.put(&event).condition(smaller).await?.or_conflict("An event does not lose seats")?;
    /// # Ok(()) }
    /// ```
    pub fn condition(self, condition: impl WriteCondition<T>) -> PutCall<'c, T, Conditional> {
        let Self { connection, item, if_not_exists, seen, .. } = self;
        let condition = Some(both(self.condition, condition.condition()));
        PutCall { connection, item, condition, if_not_exists, seen, state: PhantomData }
    }

    async fn send(self) -> Result<Written<T::Version>> {
        let Self { connection, item, condition, if_not_exists, seen, .. } = self;
        let mut item = item?;
        let (read, version) = versioned::raise::<T>(&mut item)?;
        if let Some(seen) = seen.filter(|seen| T::Version::IS_KEPT && seen.version != read) {
            return Err(seen.lost());
        }
        let by_client = seen.is_some();
        let expected =
            (T::Version::IS_KEPT && !if_not_exists).then_some(Expected { version: read, by_client });
        let condition = match expected.and_then(Expected::condition) {
            Some(unchanged) => Some(both(condition, unchanged)),
            None => condition,
        };
        if let Some(unique) = T::table().unique.filter(|_| T::Unique::IS_KEPT) {
            let claiming = Claiming::put(connection, unique, item, condition, if_not_exists)?;
            return match claiming.send_for::<T::Unique>(None).await? {
                Claimed::Done(_) => Ok(Written::Done(version)),
                Claimed::Refused(_) if if_not_exists => Ok(Written::Unmet),
                Claimed::Refused(stored) => unmet::<T>(expected, stored.as_ref()),
            };
        }
        let (client, name) = connection.parts();
        let mut call = client
            .put_item()
            .table_name(name)
            .set_item(Some(item))
            .set_return_consumed_capacity(capacity::return_consumed_capacity());
        if let Some(condition) = condition {
            let mut expression = Expression::default();
            call = call.condition_expression(condition.write(&mut expression)?);
            let (names, values) = expression.parts();
            call = call.set_expression_attribute_names(names).set_expression_attribute_values(values);
        }
        if !if_not_exists {
            call = call.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        }
        match call.send().await {
            Ok(output) => {
                capacity::log(PutItem::NAME, name, output.consumed_capacity());
                Ok(Written::Done(version))
            }
            Err(error) => match refused(&error) {
                Some(_) if if_not_exists => Ok(Written::Unmet),
                Some(Unmet { stored }) => unmet::<T>(expected, stored),
                None => Err(failure(PutItem::NAME, name, error)),
            },
        }
    }
}

/// What a put comes to whose condition does not hold of what is stored.
fn unmet<T: Item>(expected: Option<Expected>, stored: Option<&Attributes>) -> Result<Written<T::Version>> {
    expected.map_or(Ok(()), |expected| expected.check::<T>(stored))?;
    Ok(Written::refused(stored))
}

impl<'c, T: Item> IntoFuture for PutCall<'c, T> {
    type Output = Result<T::Version>;
    type IntoFuture = Call<'c, T::Version>;

    fn into_future(self) -> Self::IntoFuture {
        // Without a condition of the handler's it is refused for the version alone, which is an error.
        let unmet = || Expected { version: 0, by_client: false }.lost();
        Box::pin(async move { self.send().await?.done().ok_or_else(unmet) })
    }
}

impl<'c, T: Item> IntoFuture for PutCall<'c, T, Conditional> {
    type Output = Result<Written<T::Version>>;
    type IntoFuture = Call<'c, Written<T::Version>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
