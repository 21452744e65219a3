//! What a failed DynamoDB call means for the client of the API: most failures are a 5xx, a few are the
//! client's mistake.
//!
//! DynamoDB has one error code for everything that is wrong with a request, so what the client did wrong can
//! only be read from the message.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;

use super::super::limits::{EMPTY_NAME, TOO_DEEP, TOO_LARGE};
use crate::error::Error;

/// Parts of DynamoDB's messages about what a client sent, with our status and sentence for each.
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

/// The error of a failed call of `action` on `table`.
///
/// A request that DynamoDB refuses for what a client sent is a 400 or 413. A call that was throttled or not
/// answered in time is a 503, because it may succeed later. Everything else is a 500.
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

/// Whether the call failed because its condition does not hold.
pub(in crate::dynamodb) fn condition_failed<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    error.code() == Some("ConditionalCheckFailedException")
}
