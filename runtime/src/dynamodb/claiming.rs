//! The write of an item together with the claims of its unique values.
//!
//! Each value is claimed in a second table by an item whose key it is (`claim.rs`), in one transaction with the write
//! of the item that has it. Which value to give up is known from DynamoDB: a write first expects that the stored item
//! has none, or the same. Where that does not hold, DynamoDB refuses it and returns what is stored, and the write is
//! made again with that. So no call reads first, and nobody else's write is between.

use std::collections::BTreeSet;
use std::future::ready;

use aws_sdk_dynamodb::types::{
    AttributeValue, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};

use super::attributes::Attributes;
use super::claim;
use super::condition::Condition;
use super::connection::{Call, Connection};
use super::expression::Expression;
use super::item::Item;
use super::pauses::Pauses;
use super::schema::UniqueSchema;
use super::transact::{self, Canceled, is_unmet, written};
use super::uniqueness::Uniqueness;
use crate::error::{Detail, Error, Result};

/// The attempts of a write, whether others were in the way or it is learned what is stored.
const ATTEMPTS: u32 = 8;

/// What is written of the item.
#[derive(Debug)]
pub(super) enum Write {
    Put(Attributes),
    /// By its key.
    Delete(Attributes),
}

/// A write of an item with its claims.
pub(super) struct Claiming<'c> {
    connection: &'c Connection,
    unique: &'static UniqueSchema,
    write: Write,
    /// Whose the claims are.
    owner: String,
    /// What must hold besides, and its names and values.
    condition: Option<String>,
    expression: Expression,
    /// Whether nothing may be stored, so that nothing is given up.
    is_new: bool,
    /// Claims that are another item's, and are left to it.
    left: BTreeSet<&'static str>,
}

/// What became of the write: done, with what was stored as far as that is known, or refused by the condition, with
/// what is stored.
pub(super) enum Claimed {
    Done(Option<Attributes>),
    Refused(Option<Attributes>),
}

impl<'c> Claiming<'c> {
    /// A put of an item under a condition. `is_new` says that the condition lets only a new item through.
    pub(super) fn put<T: Item>(
        connection: &'c Connection,
        unique: &'static UniqueSchema,
        item: Attributes,
        condition: Option<Condition<T>>,
        is_new: bool,
    ) -> Result<Self> {
        let mut expression = Expression::default();
        let condition = condition.map(|condition| condition.write(&mut expression)).transpose()?;
        Ok(Self { is_new, ..Self::of::<T>(connection, unique, Write::Put(item), condition, expression)? })
    }

    /// A write under a condition that has been written already.
    pub(super) fn of<T: Item>(
        connection: &'c Connection,
        unique: &'static UniqueSchema,
        write: Write,
        condition: Option<String>,
        expression: Expression,
    ) -> Result<Self> {
        let (Write::Put(key) | Write::Delete(key)) = &write;
        let owner = claim::owner(T::table(), key)?;
        let left = BTreeSet::new();
        Ok(Self { connection, unique, write, owner, condition, expression, is_new: false, left })
    }

    /// As [`send`](Self::send), for items of which `U` says whether they have unique values.
    ///
    /// A future that another one waits for is linked with it, though it is never made. So an executable whose items
    /// have no unique values would have the SDK's transactions in it.
    pub(super) fn send_for<U: Uniqueness>(self, stored: Option<Attributes>) -> Call<'c, Claimed> {
        if U::IS_KEPT {
            Box::pin(self.send(stored))
        } else {
            Box::pin(ready(Err(Error::internal("an item has no unique values"))))
        }
    }

    /// Makes the write. `stored` is the item as it is known to be stored.
    ///
    /// # Errors
    ///
    /// 409 where a value is taken, which names the attribute. 400 for a value that is too long. 503 or 500 as for
    /// every call.
    pub(super) async fn send(mut self, mut stored: Option<Attributes>) -> Result<Claimed> {
        let (client, table) = self.connection.parts();
        let mut pauses = Pauses::default();
        for attempt in 1.. {
            let (items, parts) = self.transaction(stored.as_ref())?;
            // Each attempt may have other writes, for which the token of an earlier one cannot be.
            let canceled = match transact::write(client, table, items, None).await? {
                Ok(()) => return Ok(Claimed::Done(stored)),
                Err(canceled) => canceled,
            };
            if attempt == ATTEMPTS {
                return Err(canceled.into_error());
            }
            if let Some(reason) = canceled.reasons().first().filter(|reason| is_unmet(reason)) {
                let item = transact::stored(reason);
                if self.is_new || item.is_none_or(|item| self.is_expected(stored.as_ref(), item)) {
                    return Ok(Claimed::Refused(item.cloned()));
                }
                stored = item.cloned();
                continue;
            }
            let learned = self.learn(&canceled, &parts)?;
            if !learned && (!canceled.can_pass() || !pauses.wait().await) {
                return Err(canceled.into_error());
            }
        }
        Err(Error::internal("a write has no attempts"))
    }

    /// Finds out which claims were refused, and whether another attempt leaves some of them out.
    ///
    /// # Errors
    ///
    /// 409 where a value is taken.
    fn learn(&mut self, canceled: &Canceled, parts: &[Part]) -> Result<bool> {
        let mut learned = false;
        let of_claims = canceled.reasons().iter().skip(1).zip(parts);
        for (_, part) in of_claims.filter(|(reason, _)| is_unmet(reason)) {
            match part {
                Part::Take(name) => {
                    let message = format!("{name} is taken");
                    return Err(Error::conflict(message).detail(Detail::body(*name, "is taken")));
                }
                Part::Release(name) => learned |= self.left.insert(name),
            }
        }
        Ok(learned)
    }

    /// Whether the unique values of the stored item are those with which the write was made.
    fn is_expected(&self, stored: Option<&Attributes>, item: &Attributes) -> bool {
        self.unique.attributes.iter().all(|name| {
            let is = claim::value(item, name);
            match stored {
                Some(stored) => is == claim::value(stored, name),
                None => is.is_none() || is == self.new_value(name),
            }
        })
    }

    /// The value that the item will have.
    fn new_value(&self, name: &str) -> Option<&AttributeValue> {
        match &self.write {
            Write::Put(item) => claim::value(item, name),
            Write::Delete(_) => None,
        }
    }

    /// The write of the item first, then its claims.
    fn transaction(&self, stored: Option<&Attributes>) -> Result<(Vec<TransactWriteItem>, Vec<Part>)> {
        let claims = self.connection.unique()?;
        let (mut items, mut parts) = (vec![self.item(stored)?], Vec::new());
        for name in self.unique.attributes {
            let old = stored.and_then(|stored| claim::value(stored, name));
            let new = self.new_value(name);
            if let Some(value) = new {
                items.push(claim::take(claims, name, value, &self.owner)?);
                parts.push(Part::Take(name));
            }
            if let Some(value) = old.filter(|old| Some(*old) != new && !self.left.contains(name)) {
                items.push(claim::release(claims, name, value, &self.owner)?);
                parts.push(Part::Release(name));
            }
        }
        Ok((items, parts))
    }

    /// The write of the item, which depends on its unique values being those that are known.
    fn item(&self, known: Option<&Attributes>) -> Result<TransactWriteItem> {
        let mut expression = self.expression.clone();
        let mut tests: Vec<String> = self.condition.iter().cloned().collect();
        for name in self.unique.attributes.iter().filter(|_| !self.is_new) {
            tests.push(match (known, self.new_value(name)) {
                (Some(known), _) => claim::is(name, claim::value(known, name), &mut expression),
                (None, None) => claim::is(name, None, &mut expression),
                (None, new) => {
                    let same = claim::is(name, new, &mut expression);
                    format!("{} OR {same}", claim::is(name, None, &mut expression))
                }
            });
        }
        let tests: Vec<String> = tests.into_iter().map(|test| format!("({test})")).collect();
        let test = Some(tests.join(" AND ")).filter(|test| !test.is_empty());
        let stored = Some(ReturnValuesOnConditionCheckFailure::AllOld);
        let table = self.connection.parts().1;
        let item = TransactWriteItem::builder();
        Ok(match &self.write {
            Write::Put(attributes) => {
                let put = Put::builder().set_item(Some(attributes.clone()));
                item.put(written!(put, table, test, expression, stored))
            }
            Write::Delete(key) => {
                let delete = Delete::builder().set_key(Some(key.clone()));
                item.delete(written!(delete, table, test, expression, stored))
            }
        }
        .build())
    }
}

/// What a transaction does besides the write of the item.
enum Part {
    Take(&'static str),
    Release(&'static str),
}
