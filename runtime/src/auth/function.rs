//! An authorizer's function: it takes arguments as a route does, and what comes of it is a decision and not a
//! response. It is served by the code that serves routes.

#[cfg(feature = "local")]
use std::any::{TypeId, type_name};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::response::{Decision, Response};
use crate::route::{Decide, Declaration, Handled, Handler, Part, Route};

/// One function under `#[authorizer]`.
pub struct Authorizer {
    pub(crate) route: Route,
    #[cfg(feature = "local")]
    pub(crate) cache_seconds: u32,
    /// What it says of a caller, and the name of that type.
    #[cfg(feature = "local")]
    pub(crate) caller: fn() -> (TypeId, &'static str),
}

inventory::collect!(Authorizer);

impl Authorizer {
    /// Every authorizer of the executable, as the linker has them.
    pub(crate) fn all() -> impl Iterator<Item = &'static Self> {
        inventory::iter::<Self>.into_iter()
    }

    /// Every authorizer of the executable, by name.
    #[cfg(feature = "local")]
    pub(crate) fn by_name() -> Vec<&'static Self> {
        let mut all: Vec<&Self> = Self::all().collect();
        all.sort_by_key(|authorizer| (authorizer.route.name, authorizer.route.source()));
        all
    }
}

impl Declaration {
    /// Completes an authorizer: `handle` takes the arguments from a request and calls the function.
    pub const fn decides<T: Context, E>(
        self,
        decider: &Decider<T, E>,
        cache: u32,
        handle: Handler,
    ) -> Authorizer {
        #[cfg(not(feature = "local"))]
        let _ = cache;
        Authorizer {
            route: self.handler(handle).deciding(decider.decide),
            #[cfg(feature = "local")]
            cache_seconds: cache,
            #[cfg(feature = "local")]
            caller: || (TypeId::of::<T>(), type_name::<T>()),
        }
    }
}

/// A caller by its type, as an authorizer returns it.
pub struct Decider<T, E> {
    decide: Decide,
    let_through: fn(T) -> Result<Response>,
    refuse: fn(E) -> Error,
}

/// The one place where an authorizer's return type is asked what it says.
pub const fn decider<T: Context, E: Into<Error>>() -> Decider<T, E> {
    Decider { decide, let_through, refuse: E::into }
}

impl<T: Context, E> Decider<T, E> {
    /// What the function returned, as a decision.
    #[expect(clippy::unnecessary_wraps, reason = "`None` is a handler whose arguments were refused")]
    pub fn decided(&self, returned: Result<T, E>) -> Handled {
        Some(returned.map_err(self.refuse).and_then(self.let_through))
    }
}

/// What is said of a caller, for API Gateway to hand on.
fn let_through<T: Context>(caller: T) -> Result<Response> {
    let context = serde_json::to_value(caller)
        .map_err(|error| Error::internal("the caller cannot be written as JSON").caused_by(error))?;
    match context {
        Value::Object(_) => Ok(Response::of_decision(Decision::LetThrough(context))),
        _ => Err(Error::internal("an authorizer returns a caller with named fields")),
    }
}

impl<T: Context, E> Part for Decider<T, E> {
    #[cfg(feature = "local")]
    fn describe(&self, _: &mut crate::route::Description) {}
}

/// Names the decider of a type, so that one that an authorizer cannot return is one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what an authorizer returns",
    label = "not a `Result` of a caller",
    note = "an authorizer returns `fingerpost::Result<Caller>`, whose `Caller` is a struct that derives `Serialize` and `Deserialize`"
)]
pub trait Decided {
    /// The decider.
    type By;
}

#[diagnostic::do_not_recommend]
impl<T: Context, E: Into<Error>> Decided for Result<T, E> {
    type By = Decider<T, E>;
}

/// What an authorizer can say of a caller: it is written for the gateway, and read by the routes.
pub trait Context: Serialize + DeserializeOwned + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + 'static> Context for T {}

/// A refusal is a decision, too. A failure is none: API Gateway would keep it, and refuse a caller who is good.
fn decide(response: Response) -> Result<Response, &'static str> {
    if response.decision.is_some() {
        return Ok(response);
    }
    match response.status {
        400..500 => Ok(Response::of_decision(Decision::Refused)),
        _ => Err("the authorizer failed, and its log says why"),
    }
}
