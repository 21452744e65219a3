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
    /// What of it concerns the other arguments.
    pub nature: Nature,
    take: for<'r> fn(&'r Request<'r>) -> Extraction<'r, T>,
}

/// What of an argument concerns the others of its route.
#[derive(Debug, Clone, Copy)]
pub struct Nature {
    reads_body: bool,
    idempotent: bool,
    transacts: bool,
}

type Extraction<'r, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'r>>;

/// The place where an argument's type meets [`FromRequest`], so that a type which does
/// not implement it is one error. Here it is on a route whose authorizer may be the API's.
///
/// # Panics
///
/// When the type needs a caller of IAM, which is an error of compilation, at the argument's type.
#[track_caller]
pub const fn extractor<T: FromRequest>() -> Extractor<T> {
    match T::CALLER {
        Caller::Any | Caller::OfAuthorizer => taken(),
        Caller::OfIam => panic!("{}", NOT_IAM),
    }
}

const fn taken<T: FromRequest>() -> Extractor<T> {
    let nature = Nature { reads_body: T::READS_BODY, idempotent: T::IDEMPOTENT, transacts: T::TRANSACTS };
    Extractor { nature, take: |request| Box::pin(T::from_request(request)) }
}

/// As [`extractor`], on a route that everyone may call.
///
/// # Panics
///
/// When the type needs a caller, which is an error of compilation, at the argument's type.
#[track_caller]
pub const fn open_extractor<T: FromRequest>() -> Extractor<T> {
    match T::CALLER {
        Caller::Any => taken(),
        Caller::OfAuthorizer => panic!(
            "`Claims` and `Owned` are of a caller whom the gateway knows, and it asks nobody on an open route, so that an \
             `Option` of them would always be `None`: remove `auth = open`, or the argument"
        ),
        Caller::OfIam => panic!("{}", NOT_IAM),
    }
}

/// As [`extractor`], on a route whose callers sign their requests.
///
/// # Panics
///
/// When the type needs another caller, which is an error of compilation, at the argument's type.
#[track_caller]
pub const fn iam_extractor<T: FromRequest>() -> Extractor<T> {
    match T::CALLER {
        Caller::Any | Caller::OfIam => taken(),
        Caller::OfAuthorizer => panic!(
            "`Claims` and `Owned` are of what an authorizer says of a caller, and on a route with `auth = iam` IAM knows the \
             caller: take `IamCaller`"
        ),
    }
}

/// As [`extractor`], of a function that decides who may call.
///
/// # Panics
///
/// When the type needs a caller, which is an error of compilation, at the argument's type.
#[track_caller]
pub const fn deciding_extractor<T: FromRequest>() -> Extractor<T> {
    match T::CALLER {
        Caller::Any => taken(),
        Caller::OfAuthorizer | Caller::OfIam => {
            panic!(
                "an authorizer is asked who calls, so that nobody is known to it: take what the request says"
            )
        }
    }
}

macro_rules! alone {
    ($($name:ident = $extractor:ident;)*) => {$(
        #[doc = concat!("As [`", stringify!($extractor), "`], of the only argument that a route takes by its type.")]
        ///
        /// # Panics
        ///
        /// As that, and when the argument needs another one beside it.
        #[track_caller]
        pub const fn $name<T: FromRequest>() -> Extractor<T> {
            $extractor::<T>().alone()
        }
    )*};
}

alone! {
    extractor_alone = extractor;
    open_extractor_alone = open_extractor;
    iam_extractor_alone = iam_extractor;
}

const NOT_IAM: &str = "`IamCaller` is whoever signed the request, and this route asks for no signature: write \
                       `auth = iam` in the annotation";

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
    #[track_caller]
    const fn alone(self) -> Self {
        together(&[self.nature]);
        self
    }

    /// Takes the argument from a request, or refuses the request.
    pub async fn take(&self, taking: &mut Taking<'_>) -> Option<T> {
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

/// Whether the arguments of a route go together: at most one reads the body, and one whose request is made once
/// has a transaction beside it.
///
/// # Panics
///
/// When they do not, which is an error of compilation: the expansion calls it in a constant.
#[track_caller]
pub const fn together(arguments: &[Nature]) {
    let (mut at, mut body, mut idempotent, mut transacts) = (0, false, false, false);
    while at < arguments.len() {
        assert!(
            !(body && arguments[at].reads_body),
            "a route has one argument that reads the body: put the fields of both into one struct, or take \
             `Body` beside it, which is the body's bytes"
        );
        body |= arguments[at].reads_body;
        idempotent |= arguments[at].idempotent;
        transacts |= arguments[at].transacts;
        at += 1;
    }
    assert!(
        transacts || !idempotent,
        "a request that is `Idempotent` is made once because its answer is committed with what it writes: take a \
         `Transaction<((Order, PutItem), …)>` beside it, or the body without `Idempotent`"
    );
}
