//! The taking of a request's arguments: each is taken or refused, and every refusal is kept, so that one
//! answer tells them all.

use crate::error::{Error, Result};
use crate::request::Request;

/// A request whose arguments are being taken.
pub struct Taking<'r> {
    pub(crate) request: &'r Request<'r>,
    /// Boxed, and `None` for all requests that are in order, so that those pay nothing for it.
    refused: Option<Box<Error>>,
}

impl<'r> Taking<'r> {
    pub(crate) fn of(request: &'r Request<'r>) -> Self {
        Self { request, refused: None }
    }

    /// Whether the request was refused with what ends it, so that no more of it is taken.
    pub(super) fn has_ended(&self) -> bool {
        self.refused.as_ref().is_some_and(|error| !error.is_mistake())
    }

    /// The argument, or `None`, and why is kept.
    pub(super) fn keep<T>(&mut self, taken: Result<T>) -> Option<T> {
        taken.map_err(|error| self.refuse(error)).ok()
    }

    #[cold]
    fn refuse(&mut self, error: Error) {
        let refused = match self.refused.take() {
            // What ended it stands alone.
            Some(first) if !first.is_mistake() => *first,
            Some(first) if error.is_mistake() => first.merge(error),
            _ => error,
        };
        self.refused = Some(Box::new(refused));
    }

    /// Everything that was refused.
    pub(crate) fn refusal(self) -> Error {
        self.refused
            .map_or_else(|| Error::internal("an argument is missing, and nothing refused it"), |all| *all)
    }
}
