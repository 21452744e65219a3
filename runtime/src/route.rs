//! A route as `#[route]` registers it, and the registry that holds them all.

mod description;

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use fingerpost_manifest::Method;

use crate::error::Result;
use crate::extract::FromRequest;
use crate::request::Request;
use crate::resources::Resources;
use crate::response::Response;

pub use self::description::Description;

/// A handler at work.
pub type Handling<'r> = Pin<Box<dyn Future<Output = Result<Response>> + Send + 'r>>;

type Opening<'r> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'r>>;

/// One annotated function.
#[derive(Debug)]
pub struct Route {
    /// The function's name, or the annotation's `name`.
    pub name: &'static str,
    /// The method it answers.
    pub method: Method,
    /// The path as API Gateway writes it: `/events/{id}`.
    pub path: &'static str,
    /// MB of memory for the deployed function.
    pub memory_mb: u32,
    /// Seconds after which the deployed function is ended.
    pub timeout_seconds: u32,
    /// Requests a second that the stage lets through to it, and at once.
    pub throttle: Option<(u32, u32)>,
    /// Bytes of a JSON body that it takes, when the annotation says so.
    pub body_limit: Option<u32>,
    /// The first paragraph of its documentation.
    pub summary: &'static str,
    /// Where it is declared, `file:line`.
    pub source: &'static str,
    /// Its arguments, in order.
    pub arguments: &'static [Argument],
    /// Takes the arguments from a request and calls the function.
    pub handle: for<'r> fn(&'r Request<'r>) -> Handling<'r>,
}

inventory::collect!(Route);

/// Bytes of a JSON body that a route takes when its annotation does not say.
const BODY_LIMIT: u32 = 1024 * 1024;

impl Route {
    /// Every route of the executable, as the linker has them.
    pub(crate) fn all() -> impl Iterator<Item = &'static Self> {
        inventory::iter::<Self>.into_iter()
    }

    /// Every route of the executable, by name.
    #[cfg(feature = "local")]
    pub(crate) fn by_name() -> Vec<&'static Self> {
        let mut routes: Vec<&Self> = Self::all().collect();
        routes.sort_by_key(|route| (route.name, route.source));
        routes
    }

    /// API Gateway's key: `GET /events/{id}`.
    pub(crate) fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Bytes of a JSON body that it takes.
    pub(crate) fn body_limit(&self) -> usize {
        self.body_limit.unwrap_or(BODY_LIMIT) as usize
    }

    /// Opens what the arguments keep between requests.
    pub(crate) async fn open(&self, resources: &mut Resources) -> Result<()> {
        for argument in self.arguments {
            if let Some(open) = argument.open {
                open(resources).await?;
            }
        }
        Ok(())
    }

    /// What the arguments say of the route.
    #[cfg(feature = "local")]
    pub(crate) fn describe(&self) -> Description {
        let mut description = Description::default();
        for argument in self.arguments {
            if let Some(describe) = argument.describe {
                describe(&mut description);
            }
        }
        description
    }
}

/// What is known of an argument without a request.
#[derive(Clone, Copy)]
pub struct Argument {
    open: Option<for<'r> fn(&'r mut Resources) -> Opening<'r>>,
    #[cfg(feature = "local")]
    describe: Option<fn(&mut Description)>,
    #[cfg(feature = "local")]
    pub(crate) query: Option<&'static str>,
}

impl Argument {
    /// `<id>` in the path, or an optional query parameter: the path says all there is.
    pub const NAMED: Self = Self {
        open: None,
        #[cfg(feature = "local")]
        describe: None,
        #[cfg(feature = "local")]
        query: None,
    };

    /// `?<limit>` of a type that is not optional.
    #[cfg_attr(not(feature = "local"), expect(unused_variables, reason = "read by the local cloud"))]
    pub const fn required_query(name: &'static str) -> Self {
        Self {
            #[cfg(feature = "local")]
            query: Some(name),
            ..Self::NAMED
        }
    }
}

/// An argument that is taken by its type.
pub struct Extractor<T> {
    /// What is known of it without a request.
    pub argument: Argument,
    take: for<'r> fn(&'r Request<'r>) -> Extraction<'r, T>,
}

type Extraction<'r, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'r>>;

/// The one place where an argument's type meets [`FromRequest`], so that a type which does
/// not implement it is one error.
///
/// Without the local cloud nothing asks for its description, and the executable does without
/// the code that makes it.
pub const fn extractor<T: FromRequest>() -> Extractor<T> {
    Extractor {
        argument: Argument {
            open: Some(|resources| Box::pin(T::open(resources))),
            #[cfg(feature = "local")]
            describe: Some(T::describe),
            #[cfg(feature = "local")]
            query: None,
        },
        take: |request| Box::pin(T::from_request(request)),
    }
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
    /// Takes the argument from a request.
    ///
    /// # Errors
    ///
    /// As [`FromRequest::from_request`].
    pub async fn take<'r>(&self, request: &'r Request<'r>) -> Result<T> {
        (self.take)(request).await
    }
}

impl fmt::Debug for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Argument")
    }
}
