//! What a failed call of DynamoDB means for the client of the API.
//!
//! | DynamoDB says | the client gets |
//! |---|---|
//! | `ProvisionedThroughputExceededException`, `RequestLimitExceeded`, `ThrottlingException` | 503, `Retry-After: 1` |
//! | `TransactionConflictException`, `ReplicatedWriteConflictException` | 503, `Retry-After: 1` |
//! | nothing in time, or nothing at all; of a time limit that the SDK's own client was given, only in a table's calls | 503 |
//! | `InternalServerError`, `ServiceUnavailable`, `TransactionInProgressException` | 503 |
//! | `ConditionalCheckFailedException`, where a call does not return `false` for it | 409 |
//! | `ItemCollectionSizeLimitExceededException` | 413 |
//! | `ValidationException` about what a client sent | 400 or 413, see [`REFUSALS`] |
//! | `TransactionCanceledException` | as the first of its reasons |
//! | anything else: `AccessDeniedException`, `ResourceNotFoundException`, another `ValidationException` | 500 |
//!
//! `Retry-After` says that the same request may be sent again. It is there only where DynamoDB did nothing: a
//! write that was not answered may have been made.
//!
//! An error of the SDK is found by its type among the causes of an error, whatever wraps it, so that `?` on a
//! call of the SDK's own client means the same as on a call of a table.

use std::error::Error as StdError;

use aws_sdk_dynamodb::error::{ErrorMetadata, ProvideErrorMetadata};
use aws_sdk_dynamodb::types::error::{
    ConditionalCheckFailedException, InternalServerError, ItemCollectionSizeLimitExceededException,
    ProvisionedThroughputExceededException, ReplicatedWriteConflictException, RequestLimitExceeded,
    ThrottlingException, TransactionCanceledException, TransactionConflictException,
    TransactionInProgressException,
};
use aws_smithy_runtime_api::client::result::ConnectorError;

use super::{Cause, Error, MOST_CAUSES};

pub(crate) const TOO_LARGE: &str = "Item is larger than DynamoDB's 400 KB";
pub(crate) const TOO_DEEP: &str = "Item is nested deeper than DynamoDB's 32 levels";
pub(crate) const EMPTY_NAME: &str = "A field has an empty name";

/// Parts of DynamoDB's messages about what a client sent, with our status and sentence for each.
///
/// DynamoDB has one error code for everything that is wrong with a request, so what the client did wrong can
/// only be read from the message.
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

/// What a failed call means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailedCall {
    /// The client sent what cannot be stored, or what the stored item does not allow.
    Refused(u16, &'static str),
    /// Nothing was done. The same call may succeed in a moment.
    Again,
    /// It is not known what was done. The same call may succeed later.
    Unavailable,
}

impl FailedCall {
    /// What an error means whose cause, or cause's cause, is a failed call. `None` is a mistake of ours.
    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Option<Self> {
        let mut cause = Some(error);
        for _ in 0..MOST_CAUSES {
            let error = cause?;
            if let Some(meaning) = Self::directly(error) {
                return Some(meaning);
            }
            cause = error.source();
        }
        None
    }

    fn directly(error: &(dyn StdError + 'static)) -> Option<Self> {
        if let Some(failed) = error.downcast_ref::<ConnectorError>() {
            return (failed.is_timeout() || failed.is_io()).then_some(Self::Unavailable);
        }
        if let Some(canceled) = error.downcast_ref::<TransactionCanceledException>() {
            let reasons = canceled.cancellation_reasons().iter();
            let mut reasons = reasons.filter_map(|reason| Some((reason.code()?, reason.message())));
            return reasons
                .find(|(code, _)| *code != "None")
                .and_then(|(code, message)| Self::said(code, message));
        }
        let metadata = metadata(error)?;
        Self::said(metadata.code()?, metadata.message())
    }

    /// What the reason of one write of a canceled transaction means.
    pub(crate) fn of_reason(code: &str, message: Option<&str>) -> Option<Self> {
        Self::said(code, message)
    }

    /// What a code means. As the reason of a canceled transaction it has a shorter form.
    fn said(code: &str, message: Option<&str>) -> Option<Self> {
        let code = code.strip_suffix("Exception").unwrap_or(code);
        Some(match code.strip_suffix("Error").unwrap_or(code) {
            "ProvisionedThroughputExceeded"
            | "RequestLimitExceeded"
            | "Throttling"
            | "TransactionConflict"
            | "ReplicatedWriteConflict" => Self::Again,
            // The same transaction is at work: an earlier attempt may succeed.
            "TransactionInProgress" | "InternalServer" | "ServiceUnavailable" => Self::Unavailable,
            "ConditionalCheckFailed" => {
                Self::Refused(409, "What is stored is not in the state that the request needs")
            }
            "ItemCollectionSizeLimitExceeded" => {
                Self::Refused(413, "The items under one partition key are larger than DynamoDB's 10 GB")
            }
            "Validation" => {
                let message = message.unwrap_or_default();
                let (_, status, sentence) = REFUSALS.iter().find(|(part, ..)| message.contains(part))?;
                Self::Refused(*status, sentence)
            }
            _ => return None,
        })
    }
}

impl Error {
    /// The error of a failed call of DynamoDB, where there was one. The message is for the log.
    pub(crate) fn of_failed_call(failed: Option<FailedCall>, message: String) -> Self {
        match failed {
            Some(FailedCall::Refused(status, sentence)) => Self::new(status, sentence),
            Some(FailedCall::Again) => Self::new(503, message).header("retry-after", "1"),
            Some(FailedCall::Unavailable) => Self::new(503, message),
            None => Self::internal(message),
        }
    }

    #[cold]
    fn of_cause(cause: Cause) -> Self {
        Self::of_failed_call(FailedCall::of(&*cause), cause.to_string()).caused_by(cause)
    }
}

/// Turns any other error into a 500, which is what `?` does in a handler. One that a failed call of DynamoDB
/// led to has the status of that failure, as of a [call of a table](crate::Table#errors).
impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::of_cause(Box::new(error))
    }
}

/// What DynamoDB said, if this error is its answer.
fn metadata<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a ErrorMetadata> {
    macro_rules! first {
        ($($exception:ty),*) => {
            error.downcast_ref::<ErrorMetadata>()
                $(.or_else(|| error.downcast_ref::<$exception>().map(ProvideErrorMetadata::meta)))*
        };
    }
    first!(
        ConditionalCheckFailedException,
        InternalServerError,
        ItemCollectionSizeLimitExceededException,
        ProvisionedThroughputExceededException,
        ReplicatedWriteConflictException,
        RequestLimitExceeded,
        ThrottlingException,
        TransactionConflictException,
        TransactionInProgressException
    )
}
