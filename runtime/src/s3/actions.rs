//! The actions on a bucket as types, so that a signature can name them and the compiler can check them.
//!
//! They work as those on a table do, see `dynamodb/actions.rs`: an action becomes a grant by `BucketActions`, and
//! a bound on the methods by `Permits`, whose second parameter is the place in a tuple.

use crate::dynamodb::{At0, At1, At2, At3, At4, At5, At6, At7, At8, WholeAction as Whole};

/// What a route may do with a bucket: one action, or a tuple of several.
///
/// An action is named once. A user of the crate never implements the trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an action on a bucket",
    label = "not an action",
    note = "the actions are `GetObject`, `PutObject`, `DeleteObject`, `ListBucket`, and tuples of these"
)]
pub trait BucketActions: 'static {
    /// Returns what is granted, as IAM writes it, each with what follows the bucket's ARN.
    fn statements() -> Vec<(&'static str, Option<&'static str>)>;
}

/// One action on a bucket or its objects, such as [`GetObject`].
pub trait BucketAction: 'static {
    /// As IAM writes it: `s3:GetObject`.
    const NAME: &'static str;
    /// What follows the bucket's ARN: `/*` for its objects, nothing for the bucket itself.
    const WITHIN: Option<&'static str>;
}

/// Holds for actions that include `Action`. `At` says where in a tuple it is, and is always inferred.
#[diagnostic::on_unimplemented(
    message = "this bucket does not allow `{Action}`",
    label = "`{Action}` is not among the actions in the signature",
    note = "add it to the route's argument: `Bucket<…, {Action}>`, or `Bucket<…, (…, {Action})>` beside others; it goes into the function's IAM policy",
    note = "in a function that is generic over the actions `A`, write `where A: Permits<{Action}, At>`, and `At` among its type parameters"
)]
pub trait Permits<Action, At> {}

#[diagnostic::do_not_recommend]
impl<A: BucketAction> BucketActions for A {
    fn statements() -> Vec<(&'static str, Option<&'static str>)> {
        vec![(A::NAME, A::WITHIN)]
    }
}

#[diagnostic::do_not_recommend]
impl<A: BucketAction> Permits<A, Whole> for A {}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident within $within:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl BucketAction for $name {
            const NAME: &'static str = concat!("s3:", stringify!($name));
            const WITHIN: Option<&'static str> = $within;
        }
    )*};
}

actions! {
    /// `s3:GetObject`, to read objects.
    ///
    /// Allows [`Bucket::get`](crate::Bucket::get) and [`Bucket::link`](crate::Bucket::link).
    GetObject within Some("/*");
    /// `s3:PutObject`, to write objects.
    ///
    /// Allows [`Bucket::put`](crate::Bucket::put) and [`Bucket::upload_link`](crate::Bucket::upload_link).
    PutObject within Some("/*");
    /// `s3:DeleteObject`, to delete objects.
    ///
    /// Allows [`Bucket::delete`](crate::Bucket::delete).
    DeleteObject within Some("/*");
    /// `s3:ListBucket`, to know which keys there are.
    ///
    /// There is no method for it. With it S3 answers a link to a missing object with a 404, and without it with a
    /// 403.
    ListBucket within None;
}

macro_rules! tuples {
    ($($position:ident $action:ident),*) => {
        impl<$($action: BucketActions),*> BucketActions for ($($action,)*) {
            fn statements() -> Vec<(&'static str, Option<&'static str>)> {
                [$($action::statements()),*].concat()
            }
        }
        tuples!(@each ($($action),*) $($position $action),*);
    };
    (@each $all:tt $($position:ident $action:ident),*) => {
        $(tuples!(@one $all $position $action);)*
    };
    (@one ($($all:ident),*) $position:ident $action:ident) => {
        #[diagnostic::do_not_recommend]
        impl<Action, At, $($all),*> Permits<Action, $position<At>> for ($($all,)*)
        where
            $action: Permits<Action, At>,
        {
        }
    };
}

tuples!(At0 A);
tuples!(At0 A, At1 B);
tuples!(At0 A, At1 B, At2 C);
tuples!(At0 A, At1 B, At2 C, At3 D);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E, At5 F);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E, At5 F, At6 G);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E, At5 F, At6 G, At7 H);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E, At5 F, At6 G, At7 H, At8 I);
