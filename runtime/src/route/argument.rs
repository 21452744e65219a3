//! An argument that is taken by its type.
//!
//! The expansion makes a constant of each argument: an [`Extractor`] by its type, or a
//! [`Value`](super::value::Value) where the route names it.

use std::pin::Pin;

use super::part::Part;
use super::taking::Taking;
use crate::error::Result;
use crate::extract::{Caller, FromRequest};
use crate::request::Request;

/// An argument that is taken by its type.
pub struct Extractor<T> {
    /// What of it concerns the route and its other arguments.
    pub nature: Nature,
    take: for<'r> fn(&'r Request<'r>) -> Extraction<'r, T>,
}

/// What of an argument concerns its route and the others there.
#[derive(Debug, Clone, Copy)]
pub struct Nature {
    pub(super) caller: Caller,
    pub(super) reads_body: bool,
    pub(super) idempotent: bool,
    pub(super) transacts: bool,
}

type Extraction<'r, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'r>>;

/// The place where an argument's type meets [`FromRequest`], so that a type which does
/// not implement it is one error.
pub const fn extractor<T: FromRequest>() -> Extractor<T> {
    let nature = Nature {
        caller: T::CALLER,
        reads_body: T::READS_BODY,
        idempotent: T::IDEMPOTENT,
        transacts: T::TRANSACTS,
    };
    Extractor { nature, take: |request| Box::pin(T::from_request(request)) }
}

/// Names the extractor of a type, so that one which is not an argument is reported before what
/// the function's body cannot do with it: rustc checks signatures first.
pub trait Extracted {
    /// The extractor.
    type By;
}

impl<T: FromRequest> Extracted for T {
    type By = Extractor<T>;
}

impl<T> Extractor<T> {
    /// Takes the argument from a request, or refuses the request.
    pub(super) async fn taken(&self, taking: &mut Taking<'_>) -> Option<T> {
        if taking.has_ended() {
            return None;
        }
        let taken = (self.take)(taking.request).await;
        taking.keep(taken)
    }
}

impl<T: FromRequest> Part for Extractor<T> {
    fn open<'r>(&self, resources: &'r mut crate::resources::Resources) -> super::part::Opening<'r> {
        Box::pin(T::open(resources))
    }

    #[cfg(feature = "local")]
    fn describe(&self, route: &mut super::Description) {
        route.said.speaker(std::any::type_name::<T>());
        T::describe(route);
    }
}
