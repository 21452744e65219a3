//! Writing: putting, changing and removing one item, each in a single DynamoDB call.

use std::fmt::Write as _;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};
use serde::Serialize;

use super::actions::{Allows, DeleteItem, PutItem, UpdateItem};
use super::condition::{Condition, Expression, attribute};
use super::failure::{condition_failed, failure};
use super::{Attributes, Call, Connection, Table, attributes, capacity, key, read, some};
use crate::error::{Error, Result};
use crate::item::{Item, Key};

impl<T: Item, A> Table<T, A> {
    /// Writes an item whole, over one with the same key if there is one.
    ///
    /// # Errors
    ///
    /// 413 for an item over DynamoDB's 400 KB, 400 for one it cannot keep, 500 when it fails.
    pub fn put<'c, At>(&'c self, item: &'c T) -> Call<'c, ()>
    where
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
        A: Allows<PutItem, At>,
    {
        Box::pin(self.put_item(item, Some(condition)))
    }

    async fn put_item(&self, item: &T, condition: Option<Condition>) -> Result<bool> {
        let Connection { client, name } = &self.connection;
        let mut call = client
            .put_item()
            .table_name(&**name)
            .set_item(Some(attributes(item)?))
            .set_return_consumed_capacity(capacity::wanted());
        if let Some(condition) = condition {
            let mut expression = Expression::default();
            call = call.condition_expression(condition.write(&mut expression)?);
            call = call.set_expression_attribute_names(some(expression.names().collect()));
            call = call.set_expression_attribute_values(some(expression.values().collect()));
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
        A: Allows<DeleteItem, At>,
    {
        Box::pin(self.delete_item(self::key::<T>(key)))
    }

    async fn delete_item(&self, key: Option<Attributes>) -> Result<bool> {
        let Some(key) = key else { return Ok(false) };
        let Connection { client, name } = &self.connection;
        let call = client
            .delete_item()
            .table_name(&**name)
            .set_key(Some(key))
            .set_return_consumed_capacity(capacity::wanted())
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

    /// Changes attributes of one item.
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
        A: Allows<UpdateItem, At>,
    {
        UpdateCall {
            connection: self.connection.clone(),
            key: self::key::<T>(key),
            expression: Expression::default(),
            clauses: Clauses::default(),
            condition: None,
            create: false,
            error: None,
            item: PhantomData,
        }
    }
}

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

/// An update being put together; nothing is written before [`send`](Self::send).
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
    /// Sets an attribute.
    pub fn set(mut self, name: &str, value: impl Serialize) -> Self {
        if let Some(clause) = self.clause(name, " = ", value) {
            self.clauses.set.push(clause);
        }
        self
    }

    /// Adds a number to an attribute; one that is missing counts as 0.
    pub fn add(mut self, name: &str, number: impl Serialize) -> Self {
        if let Some(clause) = self.clause(name, " ", number) {
            self.clauses.add.push(clause);
        }
        self
    }

    /// Removes an attribute.
    pub fn remove(mut self, name: &str) -> Self {
        self.clauses.remove.push(self.expression.name(name));
        self
    }

    /// Changes nothing unless the condition holds: [`send`](Self::send) is then a 412.
    pub fn condition(mut self, condition: Condition) -> Self {
        self.condition = Some(condition);
        self
    }

    /// Makes the item when there is none.
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

    /// Makes the change; the item as it is after, or `None` when there is no such item.
    ///
    /// # Errors
    ///
    /// 412 when the condition does not hold, otherwise as [`put`](Table::put).
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
        let Connection { client, name } = &self.connection;
        let call = client
            .update_item()
            .table_name(&**name)
            .set_key(Some(key))
            .set_update_expression(Some(self.clauses.text()).filter(|text| !text.is_empty()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(some(self.expression.names().collect()))
            .set_expression_attribute_values(some(self.expression.values().collect()))
            .set_return_consumed_capacity(capacity::wanted())
            .return_values(ReturnValue::AllNew)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match call.send().await {
            Ok(output) => {
                capacity::log("UpdateItem", name, output.consumed_capacity());
                output.attributes.map(read::<T, T>).transpose()
            }
            Err(error) if condition_failed(&error) => {
                let stored = error.as_service_error().is_some_and(|error| match error {
                    aws_sdk_dynamodb::operation::update_item::UpdateItemError::ConditionalCheckFailedException(
                        failed,
                    ) => failed.item.as_ref().is_some_and(|item| !item.is_empty()),
                    _ => false,
                });
                if stored || self.create {
                    return Err(Error::precondition_failed("The stored item does not meet the condition"));
                }
                Ok(None)
            }
            Err(error) => Err(failure("UpdateItem", name, error)),
        }
    }
}
