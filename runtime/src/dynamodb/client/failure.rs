//! What a failed DynamoDB call means for the client: most are ours, a few are theirs.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;

use super::super::limits::{EMPTY_NAME, TOO_DEEP, TOO_LARGE};
use crate::error::Error;

/// What DynamoDB's message says when the item that a client sent cannot be stored, with
/// our status and sentence for it.
const REFUSALS: [(&str, u16, &str); 11] = [
    ("Item size has exceeded", 413, TOO_LARGE),
    ("Item size to update has exceeded", 413, TOO_LARGE),
    ("Nesting Levels have exceeded", 400, TOO_DEEP),
    ("Number overflow", 400, "A number is larger than DynamoDB's 9.99e125"),
    ("Number underflow", 400, "A number is smaller than DynamoDB's 1e-130"),
    ("mpty attribute name", 400, EMPTY_NAME),
    ("key attribute cannot contain an empty", 400, "A key is empty"),
    ("Size of hashkey has exceeded", 400, "A partition key is longer than DynamoDB's 2048 bytes"),
    ("range keys has exceeded", 400, "A sort key is longer than DynamoDB's 1024 bytes"),
    ("BETWEEN operator requires upper bound", 400, "A range ends before it starts"),
    ("tarting key", 400, "Invalid cursor: it is not from this listing"),
];

/// The response to a failed call of `action` on `table`.
pub(in crate::dynamodb) fn failure<E>(action: &str, table: &str, error: SdkError<E>) -> Error
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    let message = error.message().unwrap_or_default();
    if error.code() == Some("ValidationException")
        && let Some((_, status, sentence)) = REFUSALS.iter().find(|(part, ..)| message.contains(part))
    {
        return Error::new(*status, *sentence);
    }
    let later = match &error {
        SdkError::TimeoutError(_) => true,
        SdkError::DispatchFailure(failure) => failure.is_timeout(),
        error => matches!(
            error.code(),
            Some("ProvisionedThroughputExceededException" | "RequestLimitExceeded" | "ThrottlingException")
        ),
    };
    let hint = match error.code() {
        Some("ResourceNotFoundException") => ": it does not exist in this account and region",
        _ => "",
    };
    let request = error.request_id().map(|id| format!(" (request {id})")).unwrap_or_default();
    let message = format!("{action} on table `{table}` failed{hint}{request}");
    Error::new(if later { 503 } else { 500 }, message).caused_by(error)
}

/// Whether the call's own condition said no.
pub(in crate::dynamodb) fn condition_failed<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.code() == Some("ConditionalCheckFailedException")
}
