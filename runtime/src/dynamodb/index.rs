//! An index of a table as a type: `#[derive(Item)]` makes one of each `index` above the item.
//!
//! Its key is put together from the left, and the types say what of it is still open.

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::index_schema::IndexSchema;
use super::item::Item;
use super::selection::{Range, Selection};
use super::value::Value;
use crate::error::Result;

/// An index of a table: the same items by another key, with all of their attributes or some.
///
/// `#[item(index(ByStatus, partition = status, sort = placed_at))]` above an item makes a struct `ByStatus`
/// beside it. The keys are named by the fields, and may be several, up to four of each:
/// `partition = (tenant, region)`. A query gives the whole partition key, and of the sort key the attributes
/// from the left, with a range on the last. `local_index(ByTotal, sort = total)` is an index with the table's
/// partition key, which can be read consistently, and which a table can only get when it is made.
///
/// An item that lacks an attribute of the key is not in the index. Its field is an `Option` that serde skips
/// when it is `None`.
///
/// An index holds whole items unless it says `project = Summary`: then it holds the attributes that the struct
/// `Summary` has fields for, beside the keys, and what is read from it is a `Summary`.
///
/// A write costs once more for each index that it changes. What an index shows is a moment older than the
/// table, unless it is a local one that is read consistently.
///
/// # Examples
///
/// ```
/// use fingerpost::{Cursor, Item, Page, Query, Result, Table, route};
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, JsonSchema, Item)]
/// #[item(table = "Orders", index(ByStatus, partition = status, sort = placed_at))]
/// struct Order {
///     #[item(partition_key)]
///     id: String,
///     status: Status,
///     placed_at: u64,
/// }
///
/// #[derive(Serialize, Deserialize, JsonSchema)]
/// enum Status {
///     Open,
///     Shipped,
/// }
///
/// /// Lists the open orders that were placed since then, the oldest first.
/// #[route(GET, "/open?<since>&<cursor>")]
/// async fn open(
///     since: u64,
///     cursor: Option<Cursor>,
///     orders: Table<Order, Query<ByStatus>>,
/// ) -> Result<Page<Order>> {
///     let open = ByStatus::of(Status::Open).at_least(since);
///     orders.query_index(open).limit(50).cursor(cursor).page().await
/// }
/// ```
pub trait Index: 'static {
    /// The item that it is an index of.
    type Of: Item;
    /// What is read from it: the item, or the struct after `project`.
    type Projected: Serialize + DeserializeOwned;

    /// Returns the index as the item declares it.
    fn schema() -> &'static IndexSchema;
}

/// An index of the table of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an index of `{T}`",
    label = "not an index of `{T}`",
    note = "an index stands above its item: `#[item(table = \"…\", index({Self}, partition = …))]`"
)]
pub trait IndexOf<T>: Index {}

#[diagnostic::do_not_recommend]
impl<T, I: Index<Of = T>> IndexOf<T> for I {}

/// A list that can be read consistently: a table, or a local index.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read consistently",
    label = "a global index",
    note = "DynamoDB reads a table and a local index consistently, and a global index never"
)]
pub trait ReadConsistently {}

/// A key of the index `I`, of which `Rest` can still be given: `ByStatus::of(Status::Open).at_least(since)`.
#[derive(Debug)]
#[must_use = "a key does nothing before `query_index` takes it"]
pub struct IndexKey<I, Rest> {
    pub(super) selection: Selection,
    /// How many attributes of the sort key were given.
    given: usize,
    types: PhantomData<fn() -> (I, Rest)>,
}

/// What stands for the rest of a key after a range.
#[derive(Debug)]
pub enum Ranged {}

/// The rest of a key, of which the next attribute is a `Next`.
#[diagnostic::on_unimplemented(
    message = "no more of this key can be given",
    label = "the key is given to its end",
    note = "a key is given from the left, and nothing can stand after a range or after the last attribute of its index"
)]
pub trait Open {
    /// The type of the next attribute.
    type Next;
    /// What is open after it.
    type Rest;
}

impl<V, R> Open for (V, R) {
    type Next = V;
    type Rest = R;
}

impl<I: Index, Rest> IndexKey<I, Rest> {
    /// The key whose partition key has these values.
    #[doc(hidden)]
    pub fn of(values: impl IntoIterator<Item = Result<AttributeValue>>) -> Self {
        let mut selection = Selection::all();
        for ((key, longest), value) in I::schema().partition().zip(values) {
            selection = selection.equal(key.name, longest, value);
        }
        Self { selection, given: 0, types: PhantomData }
    }

    /// Of those items, the ones whose next attribute of the sort key has this value.
    pub fn and<V, R>(self, value: impl Value<V>) -> IndexKey<I, R>
    where
        Rest: Open<Next = V, Rest = R>,
    {
        self.next(|selection, name, longest| selection.equal(name, longest, value.attribute()))
    }

    /// Of those items, the ones whose next attribute of the sort key is less than this.
    pub fn less<V>(self, value: impl Value<V>) -> IndexKey<I, Ranged>
    where
        Rest: Open<Next = V>,
    {
        self.range(Range::Compare("<", value.attribute()))
    }

    /// Of those items, the ones whose next attribute of the sort key is less than this, or this.
    pub fn at_most<V>(self, value: impl Value<V>) -> IndexKey<I, Ranged>
    where
        Rest: Open<Next = V>,
    {
        self.range(Range::Compare("<=", value.attribute()))
    }

    /// Of those items, the ones whose next attribute of the sort key is greater than this.
    pub fn greater<V>(self, value: impl Value<V>) -> IndexKey<I, Ranged>
    where
        Rest: Open<Next = V>,
    {
        self.range(Range::Compare(">", value.attribute()))
    }

    /// Of those items, the ones whose next attribute of the sort key is this or greater.
    pub fn at_least<V>(self, value: impl Value<V>) -> IndexKey<I, Ranged>
    where
        Rest: Open<Next = V>,
    {
        self.range(Range::Compare(">=", value.attribute()))
    }

    /// Of those items, the ones whose next attribute of the sort key is from `first` to `last`.
    ///
    /// When `last` is less than `first`, what reads them is a 400.
    pub fn between<V>(self, first: impl Value<V>, last: impl Value<V>) -> IndexKey<I, Ranged>
    where
        Rest: Open<Next = V>,
    {
        self.range(Range::Between(first.attribute(), last.attribute()))
    }

    /// Of those items, the ones whose next attribute of the sort key starts with this text.
    ///
    /// The attribute is one that serde writes as a text, or what reads them is a 500.
    pub fn begins_with(self, prefix: impl Into<String>) -> IndexKey<I, Ranged>
    where
        Rest: Open,
    {
        self.range(Range::BeginsWith(prefix.into()))
    }

    fn range(self, range: Range) -> IndexKey<I, Ranged> {
        self.next(|selection, name, _| selection.range(name, range))
    }

    /// The key after `add` has said something of the next attribute. `Open` says that there is one.
    fn next<R>(self, add: impl FnOnce(Selection, &'static str, usize) -> Selection) -> IndexKey<I, R> {
        let Self { mut selection, given, .. } = self;
        if let Some((key, longest)) = I::schema().sort().nth(given) {
            selection = add(selection, key.name, longest);
        }
        IndexKey { selection, given: given + 1, types: PhantomData }
    }
}
