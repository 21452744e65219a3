//! The answer of a route: how it becomes a response, and what is known of it before there is one.

use super::part::Part;
use crate::error::Result;
use crate::response::{IntoResponse, Response};

/// An answer by its type.
pub struct Responder<R> {
    /// What is known of it without a request.
    pub part: Part,
    respond: fn(R) -> Result<Response>,
}

/// The one place where a route's return type meets [`IntoResponse`], so that a type which does not
/// implement it is one error.
pub const fn responder<R: IntoResponse>() -> Responder<R> {
    Responder { part: Part::answer::<R>(), respond: R::into_response }
}

impl<R> Responder<R> {
    /// The function's return value, as a response.
    ///
    /// # Errors
    ///
    /// As [`IntoResponse::into_response`].
    pub fn respond(&self, value: R) -> Result<Response> {
        (self.respond)(value)
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
pub struct AnyResponder {
    /// What is known of it without a request.
    pub part: Part,
}

/// The responder of every answer without a name.
pub const ANY_RESPONDER: AnyResponder = AnyResponder { part: Part::any_answer() };

impl AnyResponder {
    /// The function's return value, as a response.
    ///
    /// # Errors
    ///
    /// As [`IntoResponse::into_response`].
    pub fn respond<R: IntoResponse>(&self, value: R) -> Result<Response> {
        value.into_response()
    }
}
