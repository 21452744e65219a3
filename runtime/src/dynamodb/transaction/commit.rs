//! Sends a transaction, and reads what DynamoDB says when it was not made.
//!
//! The SDK repeats a call that was throttled or not answered, and one that another transaction was in the way of is
//! sent anew here, after a pause. All have the same token, so that DynamoDB makes the transaction once.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};

use super::failing::{Failing, joined};
use super::planned::{Made, Otherwise, Planned};
use crate::dynamodb::attributes::Attributes;
use crate::dynamodb::pauses::Pauses;
use crate::dynamodb::transact::{self, Canceled, is_hard, is_transient, is_unmet};
use crate::error::{Error, Result};
use crate::ids::Ids;

/// The writes that one transaction takes.
const WRITES: usize = 100;

/// A transaction that is ready to be sent.
pub(crate) struct Prepared {
    client: Client,
    items: Vec<TransactWriteItem>,
    otherwise: Vec<Otherwise>,
    /// What cannot be made, known without a call.
    failed: Vec<Box<dyn Failing>>,
    tables: BTreeSet<String>,
}

/// What became of a transaction with a record.
pub(crate) enum Sent {
    Done,
    /// Nothing was written: what is stored in the place of the record, or why.
    Known(Attributes),
    /// Nothing was written, and in the place of the record there is nothing.
    Refused(Error),
    /// Another transaction was at work on the record, again and again.
    UnderWay,
}

impl Prepared {
    /// Makes the writes ready.
    ///
    /// # Errors
    ///
    /// As each write, and 500 for two writes of one item.
    pub(super) fn of(client: Client, planned: Vec<Planned>) -> Result<Self> {
        let (items, otherwise) = (Vec::with_capacity(planned.len()), Vec::new());
        let mut this = Self { client, items, otherwise, failed: Vec::new(), tables: BTreeSet::new() };
        let mut places = BTreeSet::new();
        for planned in planned {
            match planned.make()? {
                Made::Write { item, place, otherwise } => {
                    this.tables.insert(place.0.clone());
                    if let Some((table, key)) = places.replace(place) {
                        let message = format!(
                            "a transaction has one write for each item, got two of an item of `{table}`: {key:?}"
                        );
                        return Err(Error::internal(message));
                    }
                    this.items.push(*item);
                    this.otherwise.push(otherwise);
                }
                Made::Failed(failing) => this.failed.push(failing),
                Made::Nothing => {}
            }
        }
        Ok(this)
    }

    /// Sends the transaction.
    ///
    /// # Errors
    ///
    /// 500 for none or more than 100 writes, 409 or what was said for a condition that does not hold, 503 or
    /// 500 as for every call.
    pub(crate) async fn send(mut self) -> Result<()> {
        match self.attempts(None).await? {
            Ok(()) => Ok(()),
            Err(canceled) => Err(self.refused(canceled)?),
        }
    }

    /// Sends the transaction with a record whose condition decides for all.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but for what DynamoDB says of the writes.
    pub(crate) async fn send_with(mut self, record: Put) -> Result<Sent> {
        self.tables.insert(record.table_name().to_owned());
        self.items.push(TransactWriteItem::builder().put(record).build());
        let record = self.items.len() - 1;
        match self.attempts(Some(record)).await? {
            Ok(()) => Ok(Sent::Done),
            Err(canceled) => self.refused_with(canceled, record),
        }
    }

    /// Sends the transaction until it is made or no other attempt is to be.
    async fn attempts(&mut self, record: Option<usize>) -> Result<Result<(), Canceled>> {
        self.check(record.is_some())?;
        if let Some(error) = joined(std::mem::take(&mut self.failed)) {
            return Err(error);
        }
        let tables = self.tables();
        let mut pauses = Pauses::default();
        // One for all attempts: an earlier one whose answer was lost may still arrive.
        let token = Ids::random().next()?;
        loop {
            let items = self.items.clone();
            let canceled = match transact::write(&self.client, &tables, items, Some(&token)).await? {
                Ok(()) => return Ok(Ok(())),
                Err(canceled) => canceled,
            };
            if !can_pass(&canceled, record) || !pauses.wait().await {
                return Ok(Err(canceled));
            }
        }
    }

    fn check(&self, has_record: bool) -> Result<()> {
        match self.items.len() {
            0 if self.failed.is_empty() => {
                Err(Error::internal("a transaction has at least one write, got none"))
            }
            count if count > WRITES => {
                let record =
                    if has_record { ", and the record of the idempotency key is one of them" } else { "" };
                let message = format!("a transaction has at most {WRITES} writes{record}, got {count}");
                Err(Error::internal(message))
            }
            _ => Ok(()),
        }
    }

    /// What a refusal means to a transaction with a record.
    fn refused_with(self, canceled: Canceled, record: usize) -> Result<Sent> {
        let of_record = canceled.reasons().get(record);
        if let Some(item) = of_record.and_then(transact::stored) {
            return Ok(Sent::Known(item.clone()));
        }
        if of_record.is_some_and(is_transient) {
            return Ok(Sent::UnderWay);
        }
        self.refused(canceled).map(Sent::Refused)
    }

    /// What is told of the writes that were refused.
    ///
    /// # Errors
    ///
    /// 503 or 500 where DynamoDB said nothing of the writes that another attempt could not change.
    fn refused(self, canceled: Canceled) -> Result<Error> {
        let reasons = canceled.reasons();
        if reasons.iter().any(is_hard) {
            return Ok(canceled.into_error());
        }
        let unmet = self.otherwise.into_iter().zip(reasons).filter(|(_, reason)| is_unmet(reason));
        let unmet = unmet.map(|(otherwise, reason)| otherwise.failed(transact::stored(reason)));
        match joined(unmet.collect()) {
            Some(error) => Ok(error),
            None => Err(canceled.into_error()),
        }
    }

    /// The names of its tables, as a sentence has them between backticks.
    fn tables(&self) -> String {
        self.tables.iter().map(String::as_str).collect::<Vec<_>>().join("`, `")
    }
}

/// Whether another attempt may succeed, because others were in the way: all of the writes, or of the record,
/// which decides for all.
fn can_pass(canceled: &Canceled, record: Option<usize>) -> bool {
    let of_record = record.and_then(|record| canceled.reasons().get(record));
    canceled.can_pass() || of_record.is_some_and(is_transient) || canceled.is_in_progress()
}

#[cfg(test)]
mod tests;
