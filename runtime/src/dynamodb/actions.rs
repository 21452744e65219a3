//! The actions on a table as types, so that a signature can name them and the compiler can check them.
//!
//! An action becomes a name in the manifest by `Actions`, and a bound on the methods of a table by `Allows`.
//! The second parameter of `Allows` is the place of the action in a tuple. Without it the impls for the
//! elements of a tuple would overlap. Nobody writes it, because the compiler infers it.

use std::marker::PhantomData;

use super::index::{Index, ReadConsistently};

/// What a route may do with a table: one action, a group, or a tuple of up to nine of either.
///
/// Tuples may be nested. An action is named once, alone or in a group: where it is named twice, the compiler
/// cannot tell which of the two a call means. A user of the crate never implements the trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an action on a table",
    label = "not an action",
    note = "the actions are `GetItem`, `PutItem`, `UpdateItem`, `DeleteItem`, `Query`, `Scan`, `BatchGetItem`, `BatchWriteItem`, `ConditionCheckItem`, the groups `ReadData`, `WriteData`, `ReadWriteData`, and tuples of these"
)]
pub trait Actions: 'static {
    /// Returns what is granted, action by action.
    fn statements() -> Vec<Statement>;
}

/// One action, on a table or on one of its indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// The index; the table itself, where there is none.
    pub index: Option<&'static str>,
    /// IAM's name of the action, without the service: `GetItem`.
    pub action: &'static str,
    /// The claim that is the partition key, where the caller's own items are all that it is for.
    pub owner: Option<&'static str>,
}

/// Holds for actions that include `Action`. `At` says where in a tuple it is, and is always inferred.
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

/// The place of an action that is not in a tuple.
#[derive(Debug)]
pub struct Whole;

/// One action on a table, such as [`GetItem`].
pub trait Action: 'static {
    /// IAM's name, without the service: `GetItem`.
    const NAME: &'static str;

    /// Returns the name of the index that it reads, if it is not the table itself.
    fn index() -> Option<&'static str> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<A: Action> Actions for A {
    fn statements() -> Vec<Statement> {
        vec![Statement { index: A::index(), action: A::NAME, owner: None }]
    }
}

#[diagnostic::do_not_recommend]
impl<A: Action> Allows<A, Whole> for A {}

/// The place of the items themselves, where a query names no index.
#[derive(Debug)]
pub struct OwnItems;

impl ReadConsistently for OwnItems {}

/// `dynamodb:Query`, to read the items of one partition, of the table or of an index.
///
/// `Query` allows [`Table::query`](crate::Table::query), and `Query<ByStatus>` allows
/// [`Table::query_index`](crate::Table::query_index) with a key of that [`Index`](crate::Index). To IAM they are
/// actions on two resources, and neither allows what the other does. The query string of a request is
/// [`QueryParams`](crate::QueryParams).
#[derive(Debug, Clone, Copy)]
pub struct Query<Of = OwnItems>(#[doc(hidden)] pub PhantomData<Of>);

impl Action for Query {
    const NAME: &'static str = "Query";
}

#[diagnostic::do_not_recommend]
impl<I: Index> Action for Query<I> {
    const NAME: &'static str = "Query";

    fn index() -> Option<&'static str> {
        Some(I::schema().name)
    }
}

/// An index that the actions `A` allow to query. `At` says where in a tuple, and is always inferred.
#[diagnostic::on_unimplemented(
    message = "this table does not allow `Query<{Self}>`",
    label = "`Query<{Self}>` is not among the actions in the signature",
    note = "add it to the route's argument: `Table<…, Query<{Self}>>`, or `Table<…, (…, Query<{Self}>)>` beside others; it goes into the function's IAM policy",
    note = "in a function that is generic over the actions `A`, write `where A: Allows<Query<{Self}>, At>`, and `At` among its type parameters"
)]
pub trait QueriedIn<A, At> {}

#[diagnostic::do_not_recommend]
impl<I, A: Allows<Query<I>, At>, At> QueriedIn<A, At> for I {}

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
    /// `dynamodb:GetItem`, to read one item by its key.
    ///
    /// Allows [`Table::get`](crate::Table::get) and [`TransactGet::get`](crate::TransactGet::get).
    GetItem;
    /// `dynamodb:PutItem`, to write one item whole.
    ///
    /// Allows [`Table::put`](crate::Table::put), and [`Writes::put`](crate::Writes::put) of a transaction.
    PutItem;
    /// `dynamodb:UpdateItem`, to change attributes of one item.
    ///
    /// Allows [`Table::update`](crate::Table::update), and [`Writes::update`](crate::Writes::update) of a transaction.
    UpdateItem;
    /// `dynamodb:DeleteItem`, to remove one item by its key.
    ///
    /// Allows [`Table::delete`](crate::Table::delete), and [`Writes::delete`](crate::Writes::delete) of a transaction.
    DeleteItem;
    /// `dynamodb:Scan`, to read every item.
    ///
    /// Allows [`Table::scan`](crate::Table::scan).
    Scan;
    /// `dynamodb:BatchGetItem`, to read many items by their keys.
    ///
    /// Allows [`Table::get_many`](crate::Table::get_many). To IAM it is an action of its own: it takes no
    /// [`GetItem`] beside it.
    BatchGetItem;
    /// `dynamodb:BatchWriteItem`, to write or remove many items.
    ///
    /// Allows [`Table::put_many`](crate::Table::put_many) and
    /// [`delete_many`](crate::Table::delete_many). To IAM it is an action of its own: it takes neither
    /// [`PutItem`] nor [`DeleteItem`] beside it.
    BatchWriteItem;
    /// `dynamodb:ConditionCheckItem`, to check an item in a transaction that writes others.
    ///
    /// Allows [`Writes::check`](crate::Writes::check).
    ConditionCheckItem;
}

/// The actions that read items, which are those of CDK's `grantReadData` but for streams and
/// `DescribeTable`.
pub type ReadData = (BatchGetItem, ConditionCheckItem, GetItem, Query, Scan);
/// The actions that write items, which are those of CDK's `grantWriteData` but for `DescribeTable`.
pub type WriteData = (BatchWriteItem, DeleteItem, PutItem, UpdateItem);
/// The actions of [`ReadData`] and of [`WriteData`].
pub type ReadWriteData = (ReadData, WriteData);

macro_rules! tuples {
    ($($position:ident $action:ident),*) => {
        impl<$($action: Actions),*> Actions for ($($action,)*) {
            fn statements() -> Vec<Statement> {
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
        impl<Action, At, $($all),*> Allows<Action, $position<At>> for ($($all,)*)
        where
            $action: Allows<Action, At>,
        {
        }
    };
}

macro_rules! positions {
    ($($name:ident)*) => {$(
        /// The place of an action that is in this element of a tuple, or at `At` in it.
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
