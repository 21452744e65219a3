//! What is told of writes that were not made: the errors of one variant as one, and of different ones the first
//! with the others beside it.

use std::any::Any;

use crate::error::{AnswerError, Error};

/// The error of a write, of any type.
pub(super) trait Failing: Send {
    /// Takes another error into this one, or gives back what it cannot take.
    fn join(&mut self, other: Box<dyn Failing>) -> Option<Box<dyn Failing>>;

    /// The response.
    fn into_error(self: Box<Self>) -> Error;

    fn as_any(&self) -> &dyn Any;

    fn into_any(self: Box<Self>) -> Box<dyn Any>;
}

struct Typed<E>(E);

/// The error, of which it is no longer known what type it has.
pub(super) fn failing<E: AnswerError + Send + 'static>(error: E) -> Box<dyn Failing> {
    Box::new(Typed(error))
}

impl<E: AnswerError + Send + 'static> Failing for Typed<E> {
    fn join(&mut self, other: Box<dyn Failing>) -> Option<Box<dyn Failing>> {
        if !other.as_any().is::<Self>() {
            return Some(other);
        }
        let other = other.into_any().downcast::<Self>().ok()?;
        self.0.join(other.0).map(failing)
    }

    fn into_error(self: Box<Self>) -> Error {
        self.0.into_error()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

/// All errors as one.
pub(super) fn joined(failures: Vec<Box<dyn Failing>>) -> Option<Error> {
    let mut apart: Vec<Box<dyn Failing>> = Vec::new();
    for failure in failures {
        let left = apart.iter_mut().try_fold(failure, |failure, known| match known.join(failure) {
            Some(left) => Ok(left),
            None => Err(()),
        });
        apart.extend(left.ok());
    }
    apart.into_iter().map(Failing::into_error).reduce(Error::beside)
}
