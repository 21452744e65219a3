//! What `?` takes where a function returns an enum that derives `ApiError`.
//!
//! An enum with a transparent variant of `fingerpost::Error` takes every error: it has one `impl<E:
//! Passes<Self>> From<E>`. Another one with such a variant is not among those, because `From<Self>` would
//! overlap with the standard library's; it passes only into enums that [hold](Holds) it in a variant of their
//! own, and those the compiler can tell apart.

use std::any::Any;
use std::error::Error as StdError;

use super::Error;

/// An error that `?` turns into `To`, an enum that derives [`ApiError`](macro@crate::ApiError) and takes every
/// error.
///
/// It is implemented for whatever implements `std::error::Error`, for [`Error`], and for the enums that the
/// derive lists. Nobody needs to name it; the compiler does where `?` stands on anything else.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error that `?` can pass on",
    label = "`{Self}` is not an error: make one of it by `map_err`",
    note = "an error is any type that implements `std::error::Error`, `fingerpost::Error`, or an enum that derives `ApiError`"
)]
pub trait Passes<To> {
    /// Passes it on.
    fn pass(self) -> To;
}

/// An enum with a variant for every error.
pub trait TakesAll: Sized {
    /// The variant that [holds](held) errors of this very type, if there is one.
    fn exactly(error: &mut dyn Any) -> Option<Self>;

    /// The variant for every error.
    fn other(error: Error) -> Self;

    /// The variant of an error's type, or else the one for every error.
    fn take<E: Into<Error> + 'static>(error: E) -> Self {
        let mut error = Some(error);
        match (Self::exactly(&mut error), error) {
            (Some(variant), _) => variant,
            (None, Some(error)) => Self::other(error.into()),
            // Only a variant takes it out.
            (None, None) => Self::other(Error::internal("an error was lost")),
        }
    }
}

/// An enum with a transparent variant of type `E`.
pub trait Holds<E> {
    /// The variant.
    fn hold(error: E) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: StdError + Send + Sync + 'static, To: TakesAll> Passes<To> for E {
    fn pass(self) -> To {
        To::take(self)
    }
}

impl<To: TakesAll> Passes<To> for Error {
    fn pass(self) -> To {
        To::take(self)
    }
}

/// Takes the error that is there, if it is a `T`.
pub fn held<T: 'static>(error: &mut dyn Any) -> Option<T> {
    error.downcast_mut::<Option<T>>()?.take()
}
