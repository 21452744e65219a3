//! One `TransactWriteItems`, and why DynamoDB refused each of its writes.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem};

use super::attributes::Attributes;
use super::client::capacity;
use super::client::failure::failure;
use super::written::Unmet;
use crate::error::{Error, Result};

const NAME: &str = "TransactWriteItems";

/// A transaction that was not made, because of its writes.
pub(super) struct Refused {
    error: SdkError<TransactWriteItemsError>,
    table: String,
}

/// Makes all of these writes or none.
///
/// The SDK gives each call a token, so that one whose answer was lost and which it repeats is made once.
///
/// # Errors
///
/// 503 or 500 as for every call that fails otherwise.
pub(super) async fn write(
    client: &Client,
    table: &str,
    items: Vec<TransactWriteItem>,
) -> Result<Result<(), Refused>> {
    let call = client
        .transact_write_items()
        .set_transact_items(Some(items))
        .set_return_consumed_capacity(capacity::return_consumed_capacity());
    match call.send().await {
        Ok(output) => {
            for consumed in output.consumed_capacity() {
                capacity::log(NAME, consumed.table_name().unwrap_or(table), Some(consumed));
            }
            Ok(Ok(()))
        }
        Err(error) if reasons(&error).is_empty() => Err(failure(NAME, table, error)),
        Err(error) => Ok(Err(Refused { error, table: table.to_owned() })),
    }
}

/// Waits before another attempt, the longer the more there were. Its length is partly random, so that those who are in
/// each other's way do not come back together.
pub(super) async fn pause(attempt: u32) {
    let longest = 10 << attempt.min(6);
    tokio::time::sleep(Duration::from_millis(fastrand::u64(longest / 2..=longest))).await;
}

/// The error of a transaction that lacks a part.
pub(super) fn unbuilt(error: aws_sdk_dynamodb::error::BuildError) -> Error {
    Error::internal("a transaction cannot be built").caused_by(error)
}

impl Refused {
    /// What is stored where the condition of the write at this place does not hold; `None` if that was not why.
    pub(super) fn unmet(&self, at: usize) -> Option<Unmet<Attributes>> {
        let reason = reasons(&self.error).get(at)?;
        let is_unmet = reason.code() == Some("ConditionalCheckFailed");
        let stored = reason.item().filter(|item| !item.is_empty());
        is_unmet.then(|| Unmet { stored: stored.cloned() })
    }

    /// Whether others were in the way of one of the writes.
    pub(super) fn is_transient(&self) -> bool {
        let others = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
        reasons(&self.error).iter().any(|reason| reason.code().is_some_and(|code| others.contains(&code)))
    }

    /// The error of a call that is not made again.
    pub(super) fn error(self) -> Error {
        failure(NAME, &self.table, self.error)
    }
}

/// Why each write was not made, if DynamoDB says so.
fn reasons(error: &SdkError<TransactWriteItemsError>) -> &[CancellationReason] {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
            canceled.cancellation_reasons()
        }
        _ => &[],
    }
}
