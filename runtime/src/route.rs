//! A route as `#[route]` registers it, and the registry that holds them all.

mod answer;
mod argument;
mod declaration;
pub(crate) mod describe;
mod description;
#[cfg(feature = "local")]
mod fields;
mod fitting;
mod part;
mod raw;
#[cfg(feature = "local")]
mod readable;
#[cfg(feature = "local")]
mod said;
#[cfg(feature = "local")]
mod schemas;
#[cfg(feature = "local")]
mod signature;
mod taking;
mod value;

use std::fmt;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;

#[cfg(feature = "local")]
use fingerpost_manifest::Method;
use fingerpost_manifest::limits;

pub use self::answer::{ANY_RESPONDER, Answered, AnyResponder, responder};
pub use self::argument::{Extracted, extractor};
pub use self::declaration::{any, delete, get, head, options, patch, post, put};
pub use self::description::Description;
pub use self::part::Part;
pub use self::raw::Otherwise;
#[cfg(feature = "local")]
pub(crate) use self::readable::Unreadable;
#[cfg(feature = "local")]
pub(crate) use self::signature::{Claimed, Disputed, Signature};
pub use self::taking::Taking;
pub use self::value::{Every, Maybe, One, Or};

pub(crate) use self::declaration::Declaration;
use crate::error::Result;
use crate::resources::Resources;
use crate::response::Response;

/// What a handler comes to: nothing, where an argument was refused.
pub type Handled = Option<Result<Response>>;

/// A handler at work.
pub(crate) type Handling<'t> = Pin<Box<dyn Future<Output = Handled> + Send + 't>>;

/// Takes the arguments from a request and calls the function.
pub(crate) type Handler = for<'t> fn(&'t mut Taking<'_>) -> Handling<'t>;

/// What comes of the response of a function that decides who may call: the decision, or why there is none.
pub(crate) type Decide = fn(Response) -> Result<Response, &'static str>;

/// One annotated function.
pub struct Route {
    declaration: Declaration,
    pub(crate) handle: Handler,
    /// What becomes of the response where a function decides who may call.
    pub(crate) decide: Option<Decide>,
}

inventory::collect!(Route);

impl Deref for Route {
    type Target = Declaration;

    fn deref(&self) -> &Declaration {
        &self.declaration
    }
}

impl Declaration {
    /// Completes the route: `handle` takes the arguments from a request and calls the function.
    pub const fn handler(self, handle: Handler) -> Route {
        Route { declaration: self, handle, decide: None }
    }
}

impl Route {
    /// The same function, whose responses are decisions.
    pub(crate) const fn deciding(mut self, decide: Decide) -> Self {
        self.decide = Some(decide);
        self
    }

    /// Every route of the executable, as the linker has them.
    pub(crate) fn all() -> impl Iterator<Item = &'static Self> {
        inventory::iter::<Self>.into_iter()
    }

    /// Every route of the executable, by name.
    #[cfg(feature = "local")]
    pub(crate) fn by_name() -> Vec<&'static Self> {
        let mut routes: Vec<&Self> = Self::all().collect();
        routes.sort_by_key(|route| (route.name, route.source()));
        routes
    }

    /// API Gateway's key: `GET /events/{id}`.
    pub(crate) fn key(&self) -> String {
        self.method.key(self.path)
    }

    /// Bytes of a body that it takes.
    pub(crate) fn body_limit(&self) -> usize {
        self.body_limit.unwrap_or(limits::BODY_DEFAULT) as usize
    }

    /// Asks the arguments and the answer what they say of the route.
    #[cfg(feature = "local")]
    pub(crate) fn describe(&self, description: &mut Description) -> Signature {
        self.parts.iter().for_each(|part| part.describe(description));
        let mut signature = description.said.take();
        if !matches!(self.method, Method::Get | Method::Head | Method::Any) {
            // What `Tagged` says of revalidation holds for these alone.
            signature.description.answers.retain(|answer| answer.status != 304);
            signature.description.parameters.retain(|parameter| parameter.name != "if-none-match");
        }
        signature
    }

    /// Opens what the arguments keep between requests.
    pub(crate) async fn open(&self, resources: &mut Resources) -> Result<()> {
        for part in self.parts {
            part.open(resources).await?;
        }
        Ok(())
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Route({})", self.name)
    }
}

#[cfg(all(test, feature = "local"))]
mod tests;
