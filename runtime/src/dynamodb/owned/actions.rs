//! The actions that name one partition, so that a table of the caller's own can allow them.

use crate::dynamodb::actions::{Actions, DeleteItem, GetItem, PutItem, Query, UpdateItem};

/// What a route may do with its caller's partition: actions that name the partition key of each item.
///
/// A user of the crate never implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an action that stays within the caller's partition",
    label = "reaches other partitions",
    note = "the actions on a table in `Owned` are `GetItem`, `PutItem`, `UpdateItem`, `DeleteItem`, `Query`, and tuples of these"
)]
pub trait OwnActions: Actions {}

macro_rules! own_actions {
    ($($action:ident)*) => {$(
        impl OwnActions for $action {}
    )*};
}

own_actions!(GetItem PutItem UpdateItem DeleteItem);

impl OwnActions for Query {}

macro_rules! tuples {
    ($($action:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($action: OwnActions),*> OwnActions for ($($action,)*) {}
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
