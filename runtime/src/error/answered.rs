//! What may stand as the error of a route's `Result<T, E>`.

use super::Error;
use crate::route::Description;

/// An error that a route can answer with: what may stand as `E` in its `Result<T, E>`.
///
/// | type | response |
/// |---|---|
/// | [`Error`] | its own status, sentence, details, fields and headers |
/// | an enum that derives [`ApiError`](macro@crate::ApiError) | that of its variant |
///
/// Nothing else can: not a text, nor an enum without statuses, nor an error of a library, which would be a 500
/// without a word; `?` makes an [`Error`] of it. A type of your own that cannot derive
/// [`ApiError`](macro@crate::ApiError) implements this trait.
///
/// # Examples
///
/// ```
/// use fingerpost::{AnswerError, Description, Error};
///
/// /// Wait for as many seconds.
/// struct Busy(u32);
///
/// impl AnswerError for Busy {
///     fn describe(route: &mut Description) {
///         route.refuses(429, "others are served first");
///     }
///
///     fn into_error(self) -> Error {
///         Error::too_many_requests("Others are served first").header("retry-after", self.0.to_string())
///     }
/// }
/// # assert_eq!(Busy(2).into_error().status(), 429);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error that a route can answer with",
    label = "holds an error without a status",
    note = "use `fingerpost::Error`, or write `#[derive(ApiError)]` above an enum of your own, and above each variant a status and a sentence: `#[error(409, \"Out of stock\")]`"
)]
pub trait AnswerError {
    /// Says which statuses it has, and when. A type that says nothing may have any.
    fn describe(route: &mut Description) {
        route.refuses_more();
    }

    /// Turns it into the error that becomes the response.
    fn into_error(self) -> Error;

    /// Takes another error of the same kind into this one, or gives it back where both are told apart.
    ///
    /// A [`Transaction`](crate::Transaction) asks for it where several of its writes fail. Of an enum that
    /// derives [`ApiError`](macro@crate::ApiError), a variant takes another one's fields into its own where all of
    /// them are `Vec`s. A type that says nothing takes none.
    fn join(&mut self, other: Self) -> Option<Self>
    where
        Self: Sized,
    {
        Some(other)
    }
}

impl AnswerError for Error {
    fn into_error(self) -> Error {
        self
    }
}
