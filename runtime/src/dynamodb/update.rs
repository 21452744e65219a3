//! Changing attributes of one item: a chain of methods becomes one `UpdateItem`.
//!
//! DynamoDB makes an item where an update finds none. Here that is asked for by name (`or_create`), because
//! an item with a few attributes and no others is rarely what a handler means. Otherwise the update has the
//! condition that the item exists, and the stored item, which DynamoDB returns when a condition fails, tells
//! which of the two conditions it was.

use std::fmt::Write as _;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};
use serde::Serialize;

use super::actions::{Action, Allows, UpdateItem};
use super::attributes::encode_key;
use super::attributes::{Attributes, decode, non_empty};
use super::client::capacity;
use super::client::failure::{condition_failed, failure};
use super::condition::{Condition, Expression, attribute};
use super::connection::Connection;
use super::item::Item;
use super::item::Key;
use super::table::Table;
use crate::error::{Error, Result};

/// The clauses of the update expression, by their verb.
#[derive(Debug, Default)]
struct Clauses {
    set: Vec<String>,
    add: Vec<String>,
    remove: Vec<String>,
}

impl Clauses {
    fn text(&self) -> String {
        let mut text = String::new();
        for (verb, clauses) in [("SET", &self.set), ("ADD", &self.add), ("REMOVE", &self.remove)] {
            if !clauses.is_empty() {
                // Writing to a `String` cannot fail.
                let _ = write!(text, "{verb} {} ", clauses.join(", "));
            }
        }
        text
    }
}

impl<T, A> Table<T, A> {
    /// Changes attributes of one item: [`send`](UpdateCall::send) makes it one `UpdateItem`.
    ///
    /// The other attributes stay as they are. Requests that change different attributes at the same time
    /// therefore keep each other's changes, which they would not if they read the item and put it. The call
    /// costs what a write of the whole item would, by the larger of its sizes before and after.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, OrError, Result, Table, UpdateItem};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, seats: u32 }
    /// # async fn example(events: Table<Event, UpdateItem>) -> Result<()> {
    /// let event = events.update("e-7").set("name", "Workshop").add("seats", 2).send().await?;
    /// let event = event.or_not_found("Event not found")?;
    /// # Ok(()) }
    /// ```
    pub fn update<At>(&self, key: Key<'_, T>) -> UpdateCall<T>
    where
        T: Item,
        A: Allows<UpdateItem, At>,
    {
        UpdateCall::new(&self.connection, encode_key::<T>(key))
    }
}

/// An update being put together, from [`Table::update`]; nothing is written before [`send`](Self::send).
///
/// An attribute is named as it is stored, which is as `serde` writes the field. Only an attribute of the
/// item itself can be named: in `"a.b"` the dot is part of the name. One call may not change an attribute
/// twice, and may not change the key; DynamoDB refuses both, which is a 500.
#[derive(Debug)]
#[must_use = "nothing is written before `send`"]
pub struct UpdateCall<T> {
    connection: Connection,
    key: Option<Attributes>,
    expression: Expression,
    clauses: Clauses,
    condition: Option<Condition>,
    create: bool,
    error: Option<Error>,
    item: PhantomData<fn() -> T>,
}

impl<T: Item> UpdateCall<T> {
    /// An update of the item with this key, where `None` is a key that no item can have.
    pub(super) fn new(connection: &Connection, key: Option<Attributes>) -> Self {
        Self {
            connection: connection.clone(),
            key,
            expression: Expression::default(),
            clauses: Clauses::default(),
            condition: None,
            create: false,
            error: None,
            item: PhantomData,
        }
    }

    /// Sets an attribute to a value, whether the item has it already or not.
    ///
    /// `None` is stored as DynamoDB's null; [`remove`](Self::remove) takes the attribute away.
    pub fn set(mut self, name: &str, value: impl Serialize) -> Self {
        if let Some(clause) = self.clause(name, " = ", value) {
            self.clauses.set.push(clause);
        }
        self
    }

    /// Adds a number to an attribute; one that is missing counts as 0.
    ///
    /// A negative number subtracts. DynamoDB adds where the item is stored, so that no request's share is
    /// lost when several count at once. An attribute that is not a number is a 500.
    pub fn add(mut self, name: &str, number: impl Serialize) -> Self {
        if let Some(clause) = self.clause(name, " ", number) {
            self.clauses.add.push(clause);
        }
        self
    }

    /// Removes an attribute; one that the item does not have stays absent.
    pub fn remove(mut self, name: &str) -> Self {
        self.clauses.remove.push(self.expression.name(name));
        self
    }

    /// Makes the change only if the stored item meets the condition.
    ///
    /// Otherwise nothing is changed, and [`send`](Self::send) is a 412. The last condition counts; to require
    /// two, join them by [`Condition::and`].
    pub fn condition(mut self, condition: Condition) -> Self {
        self.condition = Some(condition);
        self
    }

    /// Makes an item of the key and the changed attributes when there is none.
    ///
    /// `T` has to be readable from those attributes alone, or [`send`](Self::send) is a 500 after it has
    /// made the item: give the other fields `#[serde(default)]` or the type `Option`.
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
    /// let greeting = greetings.update("Ada").add("times", 1).or_create().send().await?;
    /// # Ok(()) }
    /// ```
    pub fn or_create(mut self) -> Self {
        self.create = true;
        self
    }

    fn clause(&mut self, name: &str, between: &str, value: impl Serialize) -> Option<String> {
        match attribute(value) {
            Ok(value) => {
                Some(format!("{}{between}{}", self.expression.name(name), self.expression.value(value)))
            }
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    /// Makes the change and returns the item as it is afterwards, or `None` when there is none.
    ///
    /// An update without changes returns the item as it is. A key that no item can have, such as an empty
    /// string, is `None` without a call, even with [`or_create`](Self::or_create).
    ///
    /// # Errors
    ///
    /// 412 when the [`condition`](Self::condition) does not hold, otherwise as for
    /// [`put`](crate::Table::put).
    pub async fn send(mut self) -> Result<Option<T>> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let Some(key) = self.key else { return Ok(None) };
        let exists = (!self.create).then(|| Condition::exists(T::PARTITION_KEY));
        let condition = match (exists, self.condition) {
            (Some(exists), Some(condition)) => Some(exists.and(condition)),
            (exists, condition) => exists.or(condition),
        };
        let condition = condition.map(|condition| condition.write(&mut self.expression)).transpose()?;
        let (client, name) = self.connection.parts();
        let call = client
            .update_item()
            .table_name(name)
            .set_key(Some(key))
            .set_update_expression(Some(self.clauses.text()).filter(|text| !text.is_empty()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(non_empty(self.expression.names().collect()))
            .set_expression_attribute_values(non_empty(self.expression.values().collect()))
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match call.send().await {
            Ok(output) => {
                capacity::log(UpdateItem::NAME, name, output.consumed_capacity());
                output.attributes.map(decode::<T, T>).transpose()
            }
            Err(error) if condition_failed(&error) => {
                let stored = error.as_service_error().is_some_and(|error| match error {
                    UpdateItemError::ConditionalCheckFailedException(failed) => {
                        failed.item.as_ref().is_some_and(|item| !item.is_empty())
                    }
                    _ => false,
                });
                if stored || self.create {
                    return Err(Error::precondition_failed("The stored item does not meet the condition"));
                }
                Ok(None)
            }
            Err(error) => Err(failure(UpdateItem::NAME, name, error)),
        }
    }
}
