//! The actions of a table as types, so that the compiler reads a route's permissions.

use std::marker::PhantomData;

/// What a route may do with a table: one action, or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an action on a table",
    label = "not an action",
    note = "the actions are `GetItem`, `PutItem`, `UpdateItem`, `DeleteItem`, `Query`, `Scan`, `BatchGetItem`, `BatchWriteItem`, `ConditionCheckItem`, the groups `ReadData`, `WriteData`, `ReadWriteData`, and tuples of these"
)]
pub trait Actions: 'static {
    /// IAM's names, without the service: `GetItem`.
    fn names() -> Vec<&'static str>;
}

/// Holds for actions that include `Action`; `At` says where, and is always inferred.
///
/// # Examples
///
/// A function that several routes call is generic over their actions, and names those it needs:
///
/// ```
/// # use fingerpost::{Allows, GetItem, Item, OrError, Result, Table};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Events")]
/// # struct Event { #[item(partition_key)] id: String }
/// async fn load<A, At>(id: &str, events: &Table<Event, A>) -> Result<Event>
/// where
///     A: Allows<GetItem, At>,
/// {
///     events.get(id).await?.or_not_found("Event not found")
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "this table does not allow `{Action}`",
    label = "`{Action}` is not among the actions in the signature",
    note = "add it to the route's argument: `Table<…, {Action}>`, or `Table<…, (…, {Action})>` beside others; it goes into the function's IAM policy",
    note = "in a function that is generic over the actions `A`, write `where A: Allows<{Action}, At>`, and `At` among its type parameters"
)]
pub trait Allows<Action, At> {}

/// Where an action stands: it is the whole.
#[derive(Debug)]
pub struct Whole;

/// One action.
pub trait Action: 'static {
    /// IAM's name, without the service: `GetItem`.
    const NAME: &'static str;
}

#[diagnostic::do_not_recommend]
impl<A: Action> Actions for A {
    fn names() -> Vec<&'static str> {
        vec![A::NAME]
    }
}

#[diagnostic::do_not_recommend]
impl<A: Action> Allows<A, Whole> for A {}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl Action for $name {
            const NAME: &'static str = stringify!($name);
        }
    )*};
}

actions! {
    /// Reading one item by its key.
    GetItem;
    /// Writing one item whole.
    PutItem;
    /// Changing attributes of one item.
    UpdateItem;
    /// Removing one item.
    DeleteItem;
    /// Reading the items of one partition.
    Query;
    /// Reading every item.
    Scan;
    /// Reading up to 100 items by their keys.
    BatchGetItem;
    /// Writing or removing up to 25 items.
    BatchWriteItem;
    /// Checking an item inside a transaction.
    ConditionCheckItem;
}

/// What CDK's `grantReadData` allows on items.
pub type ReadData = (BatchGetItem, ConditionCheckItem, GetItem, Query, Scan);
/// What CDK's `grantWriteData` allows on items.
pub type WriteData = (BatchWriteItem, DeleteItem, PutItem, UpdateItem);
/// Both.
pub type ReadWriteData = (ReadData, WriteData);

macro_rules! tuples {
    ($($position:ident $action:ident),*) => {
        impl<$($action: Actions),*> Actions for ($($action,)*) {
            fn names() -> Vec<&'static str> {
                [$($action::names()),*].concat()
            }
        }
        tuples!(@each ($($action),*) $($position $action),*);
    };
    (@each $all:tt $($position:ident $action:ident),*) => {
        $(tuples!(@one $all $position $action);)*
    };
    (@one ($($all:ident),*) $position:ident $action:ident) => {
        #[diagnostic::do_not_recommend]
        impl<Action, At, $($all),*> Allows<Action, $position<At>> for ($($all,)*)
        where
            $action: Allows<Action, At>,
        {
        }
    };
}

macro_rules! positions {
    ($($name:ident)*) => {$(
        /// Where an action stands in a tuple.
        #[derive(Debug)]
        pub struct $name<At>(PhantomData<At>);
    )*};
}

positions!(At0 At1 At2 At3 At4 At5 At6 At7 At8);

tuples!(At0 A);
tuples!(At0 A, At1 B);
tuples!(At0 A, At1 B, At2 C);
tuples!(At0 A, At1 B, At2 C, At3 D);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E, At5 F);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E, At5 F, At6 G);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E, At5 F, At6 G, At7 H);
tuples!(At0 A, At1 B, At2 C, At3 D, At4 E, At5 F, At6 G, At7 H, At8 I);
