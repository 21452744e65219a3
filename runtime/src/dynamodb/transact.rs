//! One `TransactWriteItems`, and why DynamoDB made none of its writes.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem};

use super::attributes::Attributes;
use super::client::capacity;
use super::client::failure::failure;
use crate::error::{Error, FailedCall, Result};

const ACTION: &str = "TransactWriteItems";

/// What a reason is called whose condition does not hold.
const UNMET: &str = "ConditionalCheckFailed";

/// A transaction that was not made, because of its writes or because an earlier attempt is still at work.
pub(super) struct Canceled {
    error: SdkError<TransactWriteItemsError>,
    tables: String,
}

/// Makes all of these writes or none.
///
/// Attempts with the same token are made once. Without one, the SDK gives each call a token of its own, so that one
/// whose answer was lost and which the SDK repeats is made once.
///
/// # Errors
///
/// 503 or 500 as for every call that fails otherwise.
pub(super) async fn write(
    client: &Client,
    tables: &str,
    items: Vec<TransactWriteItem>,
    token: Option<&str>,
) -> Result<Result<(), Canceled>> {
    let call = client
        .transact_write_items()
        .set_transact_items(Some(items))
        .set_client_request_token(token.map(str::to_owned))
        .set_return_consumed_capacity(capacity::return_consumed_capacity());
    match Box::pin(call.send()).await {
        Ok(output) => {
            capacity::log_all(ACTION, output.consumed_capacity());
            Ok(Ok(()))
        }
        Err(error) => Canceled::of(tables, error).map(Err),
    }
}

impl Canceled {
    /// Takes the error of a call, if it is of the writes or of an earlier attempt.
    ///
    /// # Errors
    ///
    /// What the call failed with otherwise.
    pub(super) fn of(tables: &str, error: SdkError<TransactWriteItemsError>) -> Result<Self> {
        let canceled = Self { error, tables: tables.to_owned() };
        if canceled.reasons().is_empty() && !canceled.is_in_progress() {
            return Err(canceled.into_error());
        }
        Ok(canceled)
    }

    /// Why each write was not made, in the order of the writes.
    pub(super) fn reasons(&self) -> &[CancellationReason] {
        match self.error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
                canceled.cancellation_reasons()
            }
            _ => &[],
        }
    }

    /// Whether the same transaction, by its token, is still at work.
    pub(super) fn is_in_progress(&self) -> bool {
        let error = self.error.as_service_error();
        error.is_some_and(TransactWriteItemsError::is_transaction_in_progress_exception)
    }

    /// Whether another attempt may succeed, because others were in the way of all that was not made.
    pub(super) fn can_pass(&self) -> bool {
        let mut failed = self.reasons().iter().filter(|reason| !is_none(reason)).peekable();
        failed.peek().is_some() && failed.all(is_transient)
    }

    /// The error of a transaction that is not sent again: by a reason that no attempt can change, if there is one.
    pub(super) fn into_error(self) -> Error {
        let Some(reason) = self.reasons().iter().find(|reason| is_hard(reason)) else {
            return failure(ACTION, &self.tables, self.error);
        };
        let meaning = FailedCall::of_reason(reason.code().unwrap_or_default(), reason.message());
        let message = format!("{ACTION} on table `{}` failed", self.tables);
        Error::of_failed_call(meaning, message).caused_by(self.error)
    }
}

/// Whether the write would have been made.
fn is_none(reason: &CancellationReason) -> bool {
    matches!(reason.code(), None | Some("None"))
}

/// Whether the condition of the write does not hold.
pub(super) fn is_unmet(reason: &CancellationReason) -> bool {
    reason.code() == Some(UNMET)
}

/// Whether no attempt can succeed, whatever is stored.
pub(super) fn is_hard(reason: &CancellationReason) -> bool {
    !is_none(reason) && !is_unmet(reason) && !is_transient(reason)
}

/// Whether others were in the way.
pub(super) fn is_transient(reason: &CancellationReason) -> bool {
    matches!(reason.code(), Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded"))
}

/// What is stored in the place of the write, where the write asked for it.
pub(super) fn stored(reason: &CancellationReason) -> Option<&Attributes> {
    reason.item().filter(|item| !item.is_empty())
}

/// The error of a transaction that lacks a part.
pub(super) fn unbuilt(error: aws_sdk_dynamodb::error::BuildError) -> Error {
    Error::internal("a transaction cannot be built").caused_by(error)
}

/// A builder of the SDK with what all writes have.
macro_rules! written {
    ($builder:expr, $table:expr, $condition:expr, $expression:expr, $stored:expr) => {{
        let (names, values) = $expression.parts();
        let builder = $builder.table_name($table).set_expression_attribute_names(names);
        let builder = builder.set_expression_attribute_values(values).set_condition_expression($condition);
        let builder = builder.set_return_values_on_condition_check_failure($stored);
        builder.build().map_err($crate::dynamodb::transact::unbuilt)?
    }};
}
pub(super) use written;
