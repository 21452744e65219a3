//! Whether an argument fits its route, and the arguments beside it.
//!
//! What an argument needs is said by constants of [`FromRequest`](crate::FromRequest). The expansion asks for them by
//! [`Nature::needs`], and hands the number on to a method that takes the argument, on which there are bounds: a constant
//! that panics would tell of its evaluation, too.

use std::future::Future;

use super::argument::{Extractor, Nature};
use super::taking::Taking;
use crate::extract::Caller;

/// What an argument needs and its route has not said yet, as a number.
#[derive(Debug)]
pub struct Needs<const WHAT: u8>;

/// It needs a caller whom an authorizer knows.
const OF_AUTHORIZER: u8 = 1;
/// It needs a caller whom IAM knows.
const OF_IAM: u8 = 2;
/// It needs a transaction beside it, and there is none.
const TRANSACTION: u8 = 4;
/// It needs the body, which another one has read before.
const BODY: u8 = 8;

impl Nature {
    /// What it needs, between these other arguments.
    const fn needs(self, before: &[Self], after: &[Self]) -> u8 {
        let caller = match self.caller {
            Caller::Any => 0,
            Caller::OfAuthorizer => OF_AUTHORIZER,
            Caller::OfIam => OF_IAM,
        };
        let ((is_read, writes_before), (_, writes_after)) = (among(before), among(after));
        let writes = self.transacts || writes_before || writes_after;
        let transaction = if self.idempotent && !writes { TRANSACTION } else { 0 };
        let body = if self.reads_body && is_read { BODY } else { 0 };
        caller + transaction + body
    }
}

/// Whether one of them reads the body, and whether one is a transaction.
const fn among(arguments: &[Nature]) -> (bool, bool) {
    let (mut at, mut body, mut transaction) = (0, false, false);
    while at < arguments.len() {
        body |= arguments[at].reads_body;
        transaction |= arguments[at].transacts;
        at += 1;
    }
    (body, transaction)
}

/// What may stand on a route whose callers an authorizer knows.
#[diagnostic::on_unimplemented(
    message = "`IamCaller` is whoever signed the request, and this route asks for no signature",
    label = "of a caller whom IAM knows",
    note = "write `auth = iam` in the annotation, or remove the argument"
)]
pub trait OnRoute {}

/// What may stand on a route that everyone may call.
#[diagnostic::on_unimplemented(
    message = "the gateway asks nobody who they are on an open route",
    label = "of a caller whom the gateway knows",
    note = "remove `auth = open`, or the argument, of which an `Option` would always be `None`; `IamCaller` needs `auth = iam`"
)]
pub trait OnOpenRoute {}

/// What may stand on a route whose callers sign their requests.
#[diagnostic::on_unimplemented(
    message = "`Claims` and `Owned` are of what an authorizer says of a caller, and on a route with `auth = iam` IAM knows the caller",
    label = "of a caller whom an authorizer knows",
    note = "take `IamCaller`, or remove `auth = iam`"
)]
pub trait OnIamRoute {}

/// What may stand in a function that decides who may call.
#[diagnostic::on_unimplemented(
    message = "an authorizer is asked who calls, so that nobody is known to it",
    label = "of a caller whom the gateway knows",
    note = "take what the request says, as in `headers(authorization)`"
)]
pub trait OnAuthorizer {}

/// What may read the body.
#[diagnostic::on_unimplemented(
    message = "a route has one argument that reads the body",
    label = "the second one",
    note = "put the fields of both into one struct, or take `Body` beside it, which is the body's bytes"
)]
pub trait ReadsOnce {}

/// What is written where it is to be made once.
#[diagnostic::on_unimplemented(
    message = "a request that is `Idempotent` is made once because its answer is committed with what it writes",
    label = "there is no `Transaction` beside it",
    note = "take a `Transaction<((Order, PutItem), …)>` beside it, or the body without `Idempotent`"
)]
pub trait IsWritten {}

macro_rules! met {
    ($($need:ident: $($what:literal)*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl $need for Needs<$what> {}
    )*)*};
}

// Of the numbers up to 15, those without what the trait refuses.
met! {
    OnRoute: 0 1 4 5 8 9 12 13;
    OnOpenRoute: 0 4 8 12;
    OnIamRoute: 0 2 4 6 8 10 12 14;
    OnAuthorizer: 0 4 8 12;
    ReadsOnce: 0 1 2 4 5 6;
    IsWritten: 0 1 2 8 9 10;
}

impl<T> Extractor<T> {
    /// What the argument needs, between these other arguments.
    pub const fn needs(&self, before: &[Nature], after: &[Nature]) -> u8 {
        self.nature.needs(before, after)
    }

    /// Takes the argument of a route whose authorizer may be the API's.
    pub fn take<const WHAT: u8>(&self, taking: &mut Taking<'_>) -> impl Future<Output = Option<T>>
    where
        Needs<WHAT>: OnRoute + ReadsOnce + IsWritten,
    {
        self.taken(taking)
    }

    /// Takes the argument of a route that everyone may call.
    pub fn take_open<const WHAT: u8>(&self, taking: &mut Taking<'_>) -> impl Future<Output = Option<T>>
    where
        Needs<WHAT>: OnOpenRoute + ReadsOnce + IsWritten,
    {
        self.taken(taking)
    }

    /// Takes the argument of a route whose callers sign their requests.
    pub fn take_iam<const WHAT: u8>(&self, taking: &mut Taking<'_>) -> impl Future<Output = Option<T>>
    where
        Needs<WHAT>: OnIamRoute + ReadsOnce + IsWritten,
    {
        self.taken(taking)
    }

    /// Takes the argument of a function that decides who may call.
    pub fn take_deciding<const WHAT: u8>(&self, taking: &mut Taking<'_>) -> impl Future<Output = Option<T>>
    where
        Needs<WHAT>: OnAuthorizer + ReadsOnce + IsWritten,
    {
        self.taken(taking)
    }
}
