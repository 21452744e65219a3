//! The error of a failed DynamoDB call: what it means for the client of the API, and what the log says of it.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;

use crate::error::{Error, FailedCall};

/// The error of a failed call of `action` on `table`, as the table of [`FailedCall`] has it.
pub(in crate::dynamodb) fn failure<E>(action: &str, table: &str, error: SdkError<E>) -> Error
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    let meaning = match &error {
        SdkError::TimeoutError(_) => Some(FailedCall::Unavailable),
        error => FailedCall::of(error),
    };
    let hint = match error.code() {
        Some("ResourceNotFoundException") => ": it does not exist in this account and region",
        _ => "",
    };
    let request = error.request_id().map(|id| format!(" (request {id})")).unwrap_or_default();
    let message = format!("{action} on table `{table}` failed{hint}{request}");
    Error::of_failed_call(meaning, message).caused_by(error)
}
