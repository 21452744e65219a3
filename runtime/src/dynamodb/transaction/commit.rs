//! Sends a transaction, and reads what DynamoDB says when it was not made.
//!
//! The SDK repeats a call that was throttled or not answered, and one that another transaction was in the way of is
//! sent anew here, after a pause. All have the same token, so that DynamoDB makes the transaction once.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, Put, TransactWriteItem};

use super::failing::{Failing, joined};
use super::pauses::Pauses;
use super::planned::{Made, Otherwise, Planned};
use crate::dynamodb::attributes::Attributes;
use crate::dynamodb::client::capacity;
use crate::dynamodb::client::failure::failure;
use crate::error::{Error, FailedCall, Result};
use crate::ids::Ids;

/// The writes that one transaction takes.
const WRITES: usize = 100;

const ACTION: &str = "TransactWriteItems";

/// What a reason is called whose condition does not hold.
const UNMET: &str = "ConditionalCheckFailed";

/// A transaction that is ready to be sent.
pub(crate) struct Prepared {
    client: Client,
    items: Vec<TransactWriteItem>,
    otherwise: Vec<Otherwise>,
    /// What cannot be made, known without a call.
    failed: Vec<Box<dyn Failing>>,
    tables: BTreeSet<String>,
}

/// What became of a transaction.
pub(crate) enum Outcome {
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

    /// Sends the transaction with a record whose condition decides for all.
    ///
    /// # Errors
    ///
    /// 500 for none or more than 100 writes, 409 or what was said for a condition that does not hold, 503 or
    /// 500 as for every call.
    pub(crate) async fn send(mut self, record: Option<Put>) -> Result<Outcome> {
        let record = record.map(|put| {
            self.tables.insert(put.table_name().to_owned());
            self.items.push(TransactWriteItem::builder().put(put).build());
            self.items.len() - 1
        });
        self.check(record.is_some())?;
        if let Some(error) = joined(std::mem::take(&mut self.failed)) {
            return Err(error);
        }
        let mut pauses = Pauses::default();
        // One for all attempts: an earlier one whose answer was lost may still arrive.
        let token = Ids::random().next()?;
        loop {
            let call = self.client.transact_write_items().set_transact_items(Some(self.items.clone()));
            let call = call.client_request_token(&token);
            let call = call.set_return_consumed_capacity(capacity::return_consumed_capacity());
            let error = match Box::pin(call.send()).await {
                Ok(output) => {
                    for consumed in output.consumed_capacity() {
                        capacity::log(ACTION, consumed.table_name().unwrap_or_default(), Some(consumed));
                    }
                    return Ok(Outcome::Done);
                }
                Err(error) => error,
            };
            if !can_pass(&error, record) || !pauses.wait().await {
                return self.refused(error, record);
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

    /// What a refusal means.
    fn refused(self, error: SdkError<TransactWriteItemsError>, record: Option<usize>) -> Result<Outcome> {
        let reasons = reasons(&error);
        let of_record = record.and_then(|record| reasons.get(record));
        if let Some(item) = of_record.and_then(|reason| reason.item()) {
            return Ok(Outcome::Known(item.clone()));
        }
        if of_record.is_some_and(is_transient) {
            return Ok(Outcome::UnderWay);
        }
        if let Some(reason) = reasons.iter().find(|reason| is_hard(reason)) {
            let meaning = FailedCall::of_reason(reason.code().unwrap_or_default(), reason.message());
            let message = format!("{ACTION} on table `{}` failed", self.tables());
            return Ok(Outcome::Refused(Error::of_failed_call(meaning, message).caused_by(error)));
        }
        let tables = self.tables();
        let unmet = self.otherwise.into_iter().zip(reasons).filter(|(_, reason)| is_unmet(reason));
        let unmet =
            unmet.map(|(otherwise, reason)| otherwise.failed(reason.item().filter(|item| !item.is_empty())));
        match joined(unmet.collect()) {
            Some(error) => Ok(Outcome::Refused(error)),
            None => Err(failure(ACTION, &tables, error)),
        }
    }

    /// The names of its tables, as a sentence has them between backticks.
    fn tables(&self) -> String {
        self.tables.iter().map(String::as_str).collect::<Vec<_>>().join("`, `")
    }
}

/// Whether another attempt may succeed, because others were in the way: all of the writes, or of the record,
/// which decides for all.
fn can_pass(error: &SdkError<TransactWriteItemsError>, record: Option<usize>) -> bool {
    let reasons = reasons(error);
    let mut failed = reasons.iter().filter(|reason| !is_none(reason)).peekable();
    let of_record = record.and_then(|record| reasons.get(record));
    let all = failed.peek().is_some() && failed.all(is_transient);
    all || of_record.is_some_and(is_transient) || is_in_progress(error)
}

/// Why each write was not made, if DynamoDB says so of the transaction.
fn reasons(error: &SdkError<TransactWriteItemsError>) -> &[CancellationReason] {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
            canceled.cancellation_reasons()
        }
        _ => &[],
    }
}

/// Whether the same transaction, by its token, is still at work.
fn is_in_progress(error: &SdkError<TransactWriteItemsError>) -> bool {
    error.as_service_error().is_some_and(TransactWriteItemsError::is_transaction_in_progress_exception)
}

fn is_none(reason: &CancellationReason) -> bool {
    matches!(reason.code(), None | Some("None"))
}

fn is_unmet(reason: &CancellationReason) -> bool {
    reason.code() == Some(UNMET)
}

/// Whether no attempt can succeed, whatever is stored.
fn is_hard(reason: &CancellationReason) -> bool {
    !is_none(reason) && !is_unmet(reason) && !is_transient(reason)
}

/// Whether others were in the way.
fn is_transient(reason: &CancellationReason) -> bool {
    matches!(reason.code(), Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"))
}

#[cfg(test)]
mod tests;
