//! How an absent value becomes the response that says so.

use std::borrow::Cow;

use super::{Error, Result};

/// Turns an absent value into the response that says so.
///
/// It is implemented for `Option`, and for `bool`, whose `false` counts as absent. The calls of a
/// [`Table`](crate::Table) return one or the other.
///
/// # Examples
///
/// ```no_run
/// # use fingerpost::{DeleteItem, Error, GetItem, Item, OrError, Result, Table};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Events")]
/// # struct Event { #[item(partition_key)] id: String, seats: u32 }
/// # async fn example(events: Table<Event, (GetItem, DeleteItem)>) -> Result<()> {
/// let event = events.get("e-7").await?.or_not_found("Event not found")?;
/// (event.seats == 0).or_conflict("Seats are taken")?;
/// events.delete("e-7").await?.or_error(|| Error::gone("Event was removed meanwhile"))?;
/// # Ok(()) }
/// ```
pub trait OrError {
    /// The type of the value: `T` of an `Option<T>`, and `()` of a `bool`.
    type Value;

    /// Returns the value, or the error that `error` makes: an [`Error`], or the variant of an enum.
    ///
    /// # Errors
    ///
    /// That error when there is no value. It is not made otherwise.
    fn or_error<E>(self, error: impl FnOnce() -> E) -> Result<Self::Value, E>;

    /// Returns the value, or a 404 with this sentence.
    ///
    /// # Errors
    ///
    /// 404 when there is no value.
    fn or_not_found(self, message: impl Into<Cow<'static, str>>) -> Result<Self::Value>
    where
        Self: Sized,
    {
        self.or_error(|| Error::not_found(message))
    }

    /// Returns the value, or a 409 with this sentence.
    ///
    /// # Errors
    ///
    /// 409 when there is no value.
    fn or_conflict(self, message: impl Into<Cow<'static, str>>) -> Result<Self::Value>
    where
        Self: Sized,
    {
        self.or_error(|| Error::conflict(message))
    }
}

impl<T> OrError for Option<T> {
    type Value = T;

    fn or_error<E>(self, error: impl FnOnce() -> E) -> Result<T, E> {
        self.ok_or_else(error)
    }
}

impl OrError for bool {
    type Value = ();

    fn or_error<E>(self, error: impl FnOnce() -> E) -> Result<(), E> {
        self.then_some(()).ok_or_else(error)
    }
}
