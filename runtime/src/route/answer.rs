//! The answer of a route: how it becomes a response, and what is known of it before there is one.

#[cfg(feature = "local")]
use super::Description;
use super::Handled;
use super::part::Part;
use crate::error::Result;
use crate::response::{IntoResponse, Response};

/// An answer by its type.
pub struct Responder<R> {
    respond: fn(R) -> Result<Response>,
}

/// The one place where a route's return type meets [`IntoResponse`], so that a type which does not
/// implement it is one error.
pub const fn responder<R: IntoResponse>() -> Responder<R> {
    Responder { respond: R::into_response }
}

impl<R> Responder<R> {
    /// The function's return value, as a response.
    #[expect(clippy::unnecessary_wraps, reason = "`None` is a handler whose arguments were refused")]
    pub fn respond(&self, value: R) -> Handled {
        Some((self.respond)(value))
    }
}

impl<R: IntoResponse> Part for Responder<R> {
    #[cfg(feature = "local")]
    fn describe(&self, route: &mut Description) {
        route.answered(R::describe);
    }
}

/// Names the responder of a type, for the reason that [`Extracted`](super::Extracted) has.
pub trait Answered {
    /// The responder.
    type By;
}

impl<R: IntoResponse> Answered for R {
    type By = Responder<R>;
}

/// An answer whose type has no name: `impl IntoResponse`.
pub struct AnyResponder;

/// The responder of every answer without a name.
pub const ANY_RESPONDER: AnyResponder = AnyResponder;

impl Part for AnyResponder {
    #[cfg(feature = "local")]
    fn describe(&self, route: &mut Description) {
        route.answered(Description::answers_more);
    }
}

impl AnyResponder {
    /// The function's return value, as a response.
    pub fn respond<R: IntoResponse>(&self, value: R) -> Handled {
        Some(value.into_response())
    }
}
