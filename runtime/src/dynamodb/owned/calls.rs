//! The calls of a table of the caller's own: those of `Table`, without the partition key.

use aws_sdk_dynamodb::types::AttributeValue;

use super::Owned;
use crate::dynamodb::actions::{Allows, DeleteItem, GetItem, PutItem, Query, UpdateItem};
use crate::dynamodb::attributes::Attributes;
use crate::dynamodb::delete::DeleteCall;
use crate::dynamodb::get::GetCall;
use crate::dynamodb::item::Item;
use crate::dynamodb::key::Key;
use crate::dynamodb::put::PutCall;
use crate::dynamodb::query::QueryCall;
use crate::dynamodb::table::Table;
use crate::dynamodb::update::UpdateCall;
use crate::dynamodb::value::Value;
use crate::error::{Error, Result};

impl<T: Item, A, C> Owned<Table<T, A>, C> {
    /// Reads one item of the caller's, as [`Table::get`] does.
    pub fn get<At>(&self, rest: impl RestOfKey<T::Key>) -> GetCall<'_, T>
    where
        A: Allows<GetItem, At>,
    {
        self.table.get(rest.behind(&self.owner))
    }

    /// Writes an item of the caller's, as [`Table::put`] does.
    ///
    /// # Errors
    ///
    /// 403 when the item's partition key is not the caller's, and otherwise as for [`Table::put`].
    pub fn put<At>(&self, item: &T) -> PutCall<'_, T>
    where
        A: Allows<PutItem, At>,
    {
        let mut call = self.table.put(item);
        call.item = call.item.and_then(|item| self.own(item));
        call
    }

    /// Changes one item of the caller's, as [`Table::update`] does.
    pub fn update<At>(&self, rest: impl RestOfKey<T::Key>) -> UpdateCall<'_, T>
    where
        A: Allows<UpdateItem, At>,
    {
        self.table.update(rest.behind(&self.owner))
    }

    /// Removes one item of the caller's, as [`Table::delete`] does.
    pub fn delete<At>(&self, rest: impl RestOfKey<T::Key>) -> DeleteCall<'_, T>
    where
        A: Allows<DeleteItem, At>,
    {
        self.table.delete(rest.behind(&self.owner))
    }

    /// Reads the caller's items, as [`Table::query`] reads those of a partition.
    pub fn query<At>(&self) -> QueryCall<'_, T>
    where
        A: Allows<Query, At>,
    {
        self.table.query(Partition(self.owner.clone()))
    }

    fn own(&self, item: Attributes) -> Result<Attributes> {
        let key = T::table().partition_key.name;
        if item.get(key) == Some(&self.owner) {
            return Ok(item);
        }
        let table = T::table().name;
        Err(Error::forbidden("The item is another's")
            .caused_by(format!("the `{key}` of an item for `{table}` is not the caller's")))
    }
}

/// How a call names an item among the caller's own: by the sort key, or by `()` in a table without one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name an item among the caller's own",
    label = "the key of this table is `{K}`, whose first part is the caller's claim",
    note = "an item is named by its sort key, or by `()` in a table without one",
    note = "a value is given by itself or by a reference, and a `String` as `&str`"
)]
pub trait RestOfKey<K> {
    /// The whole key, behind this partition key.
    #[doc(hidden)]
    fn behind(self, owner: &AttributeValue) -> impl Key<K>;
}

#[diagnostic::do_not_recommend]
impl<P> RestOfKey<(P,)> for () {
    fn behind(self, owner: &AttributeValue) -> impl Key<(P,)> {
        Partition(owner.clone())
    }
}

#[diagnostic::do_not_recommend]
impl<P, S, A: Value<S>> RestOfKey<(P, S)> for A {
    fn behind(self, owner: &AttributeValue) -> impl Key<(P, S)> {
        (Partition(owner.clone()), self)
    }
}

/// The owner's key, of whatever type it is.
struct Partition(AttributeValue);

impl<V> Value<V> for Partition {
    fn attribute(self) -> Result<AttributeValue> {
        Ok(self.0)
    }
}
