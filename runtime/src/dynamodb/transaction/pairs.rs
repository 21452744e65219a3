//! What a transaction may do, as its type says it: pairs of an item and an action.

use std::future::Future;

use super::connections::Connections;
use crate::dynamodb::actions::{
    Actions, Allows, At0, At1, At2, At3, At4, At5, At6, At7, At8, ConditionCheckItem, DeleteItem, GetItem,
    PutItem, UpdateItem,
};
use crate::dynamodb::item::Item;
#[cfg(feature = "local")]
use crate::dynamodb::schema::TableSchema;
use crate::dynamodb::table::Table;
use crate::error::Result;
use crate::extract::FromRequest;
use crate::resources::Resources;
use crate::route::Description;

/// The kind of a transaction that writes.
#[derive(Debug)]
pub enum Writing {}

/// The kind of a transaction that reads.
#[derive(Debug)]
pub enum Reading {}

/// An action that a transaction of the kind `K` can make, or a tuple of up to four of them.
#[diagnostic::on_unimplemented(
    message = "a transaction cannot make `{Self}`",
    label = "not an action of this transaction",
    note = "a `Transaction` takes `PutItem`, `UpdateItem`, `DeleteItem`, `ConditionCheckItem` and tuples of these, and a `TransactGet` takes `GetItem`"
)]
pub trait ActionIn<K>: Actions {}

// These are written out, because the compiler's message about another action would name a macro.

#[diagnostic::do_not_recommend]
impl ActionIn<Writing> for PutItem {}

#[diagnostic::do_not_recommend]
impl ActionIn<Writing> for UpdateItem {}

#[diagnostic::do_not_recommend]
impl ActionIn<Writing> for DeleteItem {}

#[diagnostic::do_not_recommend]
impl ActionIn<Writing> for ConditionCheckItem {}

#[diagnostic::do_not_recommend]
impl ActionIn<Reading> for GetItem {}

macro_rules! groups {
    ($($($action:ident)*;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K, $($action: ActionIn<K>),*> ActionIn<K> for ($($action,)*) {}
    )*};
}

groups! {
    A;
    A B;
    A B C;
    A B C D;
}

/// What a transaction of the kind `K` may do: up to nine pairs of an item and what is done with it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what a transaction may do",
    label = "not a list of pairs of an item and an action",
    note = "each pair stands in parentheses, as in `Transaction<((Order, PutItem), (Stock, UpdateItem))>`; one alone has a comma behind it: `Transaction<((Order, PutItem),)>`"
)]
pub trait Pairs<K>: Send + 'static {
    /// Grants the actions on the tables.
    #[doc(hidden)]
    fn describe(route: &mut Description);

    /// The tables.
    #[doc(hidden)]
    #[cfg(feature = "local")]
    fn tables() -> Vec<&'static TableSchema>;

    /// Connects with the tables.
    #[doc(hidden)]
    fn open(resources: &mut Resources) -> impl Future<Output = Result<Connections>> + Send;
}

/// Holds for a transaction that may do `Action` with a `T`. `At` says where it stands, and is always inferred.
#[diagnostic::on_unimplemented(
    message = "this transaction does not allow `{Action}` on this item",
    label = "`{Action}` of this item is not among the pairs in the signature",
    note = "add the pair to the route's argument, as in `Transaction<((Order, {Action}),)>` for an `Order`; it goes into the function's IAM policy"
)]
pub trait Transacts<T, Action, At> {}

macro_rules! pairs {
    ($($place:ident $item:ident $action:ident),*) => {
        impl<K, $($item: Item, $action: ActionIn<K> + Send),*> Pairs<K> for ($(($item, $action),)*) {
            fn describe(route: &mut Description) {
                $(route.grant($item::table(), $action::statements());)*
            }

            #[cfg(feature = "local")]
            fn tables() -> Vec<&'static TableSchema> {
                vec![$($item::table()),*]
            }

            async fn open(resources: &mut Resources) -> Result<Connections> {
                let mut opened = Connections::default();
                $(
                    Table::<$item, $action>::open(resources).await?;
                    let table = Table::<$item, $action>::opened(resources)?;
                    opened.add::<$item>(table.connection);
                )*
                Ok(opened)
            }
        }
        pairs!(@each ($(($item, $action)),*) ($($item $action),*) $($place $item $action),*);
    };
    (@each $all:tt $names:tt $($place:ident $item:ident $action:ident),*) => {
        $(pairs!(@one $all $names $place $item $action);)*
    };
    (@one ($($pair:tt),*) ($($item:ident $action:ident),*) $place:ident $of:ident $by:ident) => {
        #[diagnostic::do_not_recommend]
        impl<Action, At, $($item, $action),*> Transacts<$of, Action, $place<At>> for ($($pair,)*)
        where
            $by: Allows<Action, At>,
        {
        }
    };
}

pairs!(At0 T0 A0);
pairs!(At0 T0 A0, At1 T1 A1);
pairs!(At0 T0 A0, At1 T1 A1, At2 T2 A2);
pairs!(At0 T0 A0, At1 T1 A1, At2 T2 A2, At3 T3 A3);
pairs!(At0 T0 A0, At1 T1 A1, At2 T2 A2, At3 T3 A3, At4 T4 A4);
pairs!(At0 T0 A0, At1 T1 A1, At2 T2 A2, At3 T3 A3, At4 T4 A4, At5 T5 A5);
pairs!(At0 T0 A0, At1 T1 A1, At2 T2 A2, At3 T3 A3, At4 T4 A4, At5 T5 A5, At6 T6 A6);
pairs!(At0 T0 A0, At1 T1 A1, At2 T2 A2, At3 T3 A3, At4 T4 A4, At5 T5 A5, At6 T6 A6, At7 T7 A7);
pairs!(At0 T0 A0, At1 T1 A1, At2 T2 A2, At3 T3 A3, At4 T4 A4, At5 T5 A5, At6 T6 A6, At7 T7 A7, At8 T8 A8);
