//! What is known of one part of a signature, an argument or the answer, without a request.

#[cfg(feature = "local")]
use std::any::type_name;
use std::future::Future;
use std::pin::Pin;

#[cfg(feature = "local")]
use fingerpost_manifest::Place;

#[cfg(feature = "local")]
use super::describe::Parameter;
#[cfg(feature = "local")]
use super::description::Description;
use crate::error::Result;
use crate::extract::FromRequest;
use crate::resources::Resources;
use crate::response::IntoResponse;

type Opening<'r> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'r>>;

/// An argument, or the answer, without a request.
///
/// Without the local cloud nothing asks for its description, and the executable does without the code
/// that makes it.
#[derive(Clone, Copy)]
pub struct Part {
    open: Option<for<'r> fn(&'r mut Resources) -> Opening<'r>>,
    #[cfg(feature = "local")]
    describe: Describe,
}

/// How a part is described.
#[cfg(feature = "local")]
#[derive(Clone, Copy)]
enum Describe {
    Argument(fn(&mut Description), fn() -> &'static str),
    Parameter(Parameter, fn() -> &'static str),
    Answer(fn(&mut Description)),
}

impl Part {
    /// A part that opens nothing.
    #[cfg(not(feature = "local"))]
    pub(super) const NOTHING: Self = Self { open: None };

    /// An argument that is taken by its type.
    pub(super) const fn argument<T: FromRequest>() -> Self {
        Self {
            open: Some(|resources| Box::pin(T::open(resources))),
            #[cfg(feature = "local")]
            describe: Describe::Argument(T::describe, type_name::<T>),
        }
    }

    /// An argument that is taken by its name, and its type's name.
    #[cfg(feature = "local")]
    pub(super) const fn parameter(parameter: Parameter, of: fn() -> &'static str) -> Self {
        Self { open: None, describe: Describe::Parameter(parameter, of) }
    }

    /// The answer.
    pub(super) const fn answer<R: IntoResponse>() -> Self {
        Self {
            open: None,
            #[cfg(feature = "local")]
            describe: Describe::Answer(R::describe),
        }
    }

    /// An answer of which nothing is known.
    pub(super) const fn any_answer() -> Self {
        Self {
            open: None,
            #[cfg(feature = "local")]
            describe: Describe::Answer(Description::answers_more),
        }
    }

    /// Opens what it keeps between requests.
    pub(super) async fn open(&self, resources: &mut Resources) -> Result<()> {
        match self.open {
            Some(open) => open(resources).await,
            None => Ok(()),
        }
    }

    /// Says what it takes or gives.
    #[cfg(feature = "local")]
    pub(super) fn describe(&self, route: &mut Description) {
        match self.describe {
            Describe::Argument(describe, name) => {
                route.said.speaker(name());
                describe(route);
            }
            Describe::Parameter(parameter, of) => {
                route.said.speaker(of());
                route.parameter(parameter);
                // A segment is always there, and as a `String` it is taken as it is.
                if parameter.place == Place::Path && of() == type_name::<String>() {
                    return;
                }
                route.refuses(400, "a value of the path or query is missing or cannot be read");
            }
            Describe::Answer(describe) => describe(route),
        }
    }
}
