//! An answer that was committed with the writes that it tells of.

use crate::error::Result;
use crate::response::{IntoResponse, Response};
use crate::route::Description;

/// An answer of type `R` that was committed with the writes, from [`WritesOnce::commit_with`](crate::WritesOnce::commit_with):
/// to the first request its own, and to a repeat that of the first.
///
/// It is described as `R`. An answer that nothing keeps becomes one by `into`, for a request that writes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the client gets the answer that is returned"]
pub struct Committed<R>(State<R>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum State<R> {
    /// Nothing keeps it.
    Own(R),
    /// It is committed as it stands here.
    Kept(Response),
}

impl<R> Committed<R> {
    pub(super) fn kept(response: Response) -> Self {
        Self(State::Kept(response))
    }
}

impl<R> From<R> for Committed<R> {
    fn from(answer: R) -> Self {
        Self(State::Own(answer))
    }
}

impl<R: IntoResponse> IntoResponse for Committed<R> {
    fn describe(route: &mut Description) {
        R::describe(route);
    }

    fn into_response(self) -> Result<Response> {
        match self.0 {
            State::Own(answer) => answer.into_response(),
            State::Kept(response) => Ok(response),
        }
    }
}
