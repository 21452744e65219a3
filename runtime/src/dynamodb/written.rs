//! What becomes of a write that depends on what is stored.

use std::error::Error as StdError;

use aws_sdk_dynamodb::types::error::ConditionalCheckFailedException;

use super::attributes::Attributes;
use crate::error::{OrError, Result};

/// What became of a write that depends on what is stored: of every update and delete, and of a put with a
/// condition.
///
/// A condition that does not hold is an answer and not an error, for the handler decides which status that is:
/// [`or_not_found`](OrError::or_not_found), [`or_conflict`](OrError::or_conflict) and
/// [`or_error`](OrError::or_error) end the request where the write was not made. Where it matters why it was
/// not, [`or_missing`](Self::or_missing) stands before them, or a `match`.
///
/// # Examples
///
/// ```no_run
/// # use fingerpost::{Error, Item, OrError, Result, Table, UpdateItem};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Events")]
/// # struct Event { #[item(partition_key)] id: String, seats: u32, version: u64 }
/// # async fn example(events: Table<Event, UpdateItem>) -> Result<()> {
/// let update = events.update("e-7").set(Event::SEATS, 20).condition(Event::VERSION.equals(3));
/// let event: Event = update
///     .await?
///     .or_missing(|| Error::not_found("Event not found"))?
///     .or_error(|| Error::precondition_failed("Somebody else was faster"))?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "the write may not have been made: `or_not_found`, `or_conflict` or `or_error` then ends the request"]
pub enum Written<T = ()> {
    /// The write was made.
    Done(T),
    /// Nothing was written, because nothing is stored under the key.
    Missing,
    /// Nothing was written, because what is stored under the key does not meet the condition.
    Unmet,
}

impl<T> Written<T> {
    /// Returns whether the write was made.
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    /// Returns what the write has to say if it was made, and otherwise `None`.
    pub fn done(self) -> Option<T> {
        match self {
            Self::Done(value) => Some(value),
            Self::Missing | Self::Unmet => None,
        }
    }

    /// Returns itself, or the error that `error` makes where nothing is stored under the key.
    ///
    /// # Errors
    ///
    /// That error for [`Missing`](Self::Missing). It is not made otherwise.
    pub fn or_missing<E>(self, error: impl FnOnce() -> E) -> Result<Self, E> {
        match self {
            Self::Missing => Err(error()),
            other => Ok(other),
        }
    }

    /// What a write comes to whose condition does not hold of what is stored.
    pub(super) fn refused(stored: Option<&Attributes>) -> Self {
        if stored.is_some() { Self::Unmet } else { Self::Missing }
    }
}

/// That the condition of a write does not hold, with what is stored under its key.
pub(super) struct Unmet<I> {
    pub(super) stored: Option<I>,
}

/// What is stored, if a write failed because its condition does not hold. DynamoDB returns it where the call asked
/// for it.
pub(super) fn refused<'e>(error: &'e (dyn StdError + 'static)) -> Option<Unmet<&'e Attributes>> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(failed) = error.downcast_ref::<ConditionalCheckFailedException>() {
            return Some(Unmet { stored: failed.item.as_ref().filter(|item| !item.is_empty()) });
        }
        cause = error.source();
    }
    None
}

impl<T> OrError for Written<T> {
    type Value = T;

    fn or_error<E>(self, error: impl FnOnce() -> E) -> Result<T, E> {
        self.done().ok_or_else(error)
    }
}
