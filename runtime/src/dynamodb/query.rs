//! Reading the items of one partition, in order, page by page or all: a chain of methods becomes `Query`.
//!
//! What a query has in common with a scan is in `listing.rs`, and how DynamoDB's pages become ours is in
//! `gather.rs`. Here is what a query reads, and the range of sort keys is in `sort_key.rs`.

use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::Select;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::actions::{Action, Allows, OwnItems, QueriedIn, Query};
use super::attributes::Attributes;
use super::client::capacity;
use super::condition::Filter;
use super::cursor::Cursor;
use super::expression::Expression;
use super::gather::gather;
use super::index::{Index, IndexKey, IndexOf, ReadConsistently};
use super::item::{Item, PartitionKey};
use super::items::Items;
use super::key_schema::PARTITION_KEY_LIMIT;
use super::listing::{Listing, Whole, listing_methods};
use super::oversized;
use super::page::{ItemLimit, Page};
use super::pages::{Fetch, Fetched, Pages, RawPage, unfetched};
use super::selection::Selection;
use super::table::Table;
use super::value::Value;
use crate::error::Result;

impl<T, A> Table<T, A> {
    /// Reads the items that share a partition key, in the order of their sort keys.
    ///
    /// Nothing is read before [`page`](QueryCall::page), [`all`](QueryCall::all) or
    /// [`count`](QueryCall::count). Each then makes one `Query` for every MB that it reads. DynamoDB adds up the
    /// sizes of the items that one `Query` reads and rounds the sum up to 4 KB, so many small items cost less
    /// than by a `get` for each. A partition key that no item can have, such as an empty string, gives no items
    /// without a call.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, Query, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Seats")]
    /// # struct Seat { #[item(partition_key)] event: String, #[item(sort_key)] number: u32 }
    /// # async fn example(seats: Table<Seat, Query>) -> Result<()> {
    /// let first_row = seats.query("e-7").sort_key_between(1, 20).all().await?;
    /// # Ok(()) }
    /// ```
    pub fn query<At>(&self, partition: impl Value<PartitionKey<T>>) -> QueryCall<'_, T>
    where
        T: Item,
        A: Allows<Query, At>,
    {
        let name = T::table().partition_key.name;
        let selection = Selection::all().equal(name, PARTITION_KEY_LIMIT, partition.attribute());
        QueryCall { listing: Listing::of(self), selection, descending: false, of: PhantomData }
    }

    /// Reads the items of an index that have a key, in the order of what the key leaves open.
    ///
    /// The key says which [`Index`] it is: `ByStatus::of(Status::Open)`, and more of it by
    /// [`IndexKey::and`](crate::IndexKey::and) and the ranges beside it. What is read is what the index holds.
    /// Otherwise it is as [`query`](Self::query).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, Query, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// #[derive(Serialize, Deserialize, Item)]
    /// #[item(table = "Orders", index(ByRegion, partition = (tenant, region), sort = (status, placed_at)))]
    /// struct Order {
    ///     #[item(partition_key)]
    ///     id: String,
    ///     tenant: String,
    ///     region: String,
    ///     status: String,
    ///     placed_at: u64,
    /// }
    /// # async fn example(orders: Table<Order, Query<ByRegion>>) -> Result<()> {
    /// let region = ByRegion::of("acme", "eu");
    /// let open = orders.query_index(region.and("open").at_least(1_767_225_600_u64)).all().await?;
    /// # Ok(()) }
    /// ```
    pub fn query_index<I, Rest, R, At>(&self, key: IndexKey<I, Rest>) -> QueryCall<'_, T, R, I>
    where
        T: Item,
        I: IndexOf<T> + QueriedIn<A, At> + Index<Projected = R>,
    {
        let listing = Listing::of_index(self, I::schema());
        QueryCall { listing, selection: key.selection, descending: false, of: PhantomData }
    }
}

/// A query being put together, from [`Table::query`]; nothing is read before [`page`](Self::page),
/// [`all`](Self::all) or [`count`](Self::count).
///
/// Of the methods `sort_key…`, the last one counts: a query has one range of sort keys. `T` is the item of
/// the table, and `R` what is read of each, which [`project`](Self::project) changes.
///
/// # Examples
///
/// ```
/// use fingerpost::{Cursor, Item, Limit, Page, Query, Result, Table, route};
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, JsonSchema, Item)]
/// #[item(table = "Seats")]
/// struct Seat {
///     #[item(partition_key)]
///     event: String,
///     #[item(sort_key)]
///     number: u32,
/// }
///
/// /// Returns the seats of an event, at most 50 at once.
/// #[route(GET, "/seats/<event>?<from=1>&<limit>&<cursor>")]
/// async fn list_seats(
///     event: String,
///     from: u32,
///     limit: Option<Limit<50>>,
///     cursor: Option<Cursor>,
///     seats: Table<Seat, Query>,
/// ) -> Result<Page<Seat>> {
///     seats.query(&event).sort_key_at_least(from).limit(limit).cursor(cursor).page().await
/// }
/// ```
#[derive(Debug)]
#[must_use = "nothing is read before `page`, `all` or `count`"]
pub struct QueryCall<'c, T, R = T, I = OwnItems> {
    listing: Listing<'c, T, R>,
    pub(super) selection: Selection,
    descending: bool,
    of: PhantomData<fn() -> I>,
}

impl<'c, T: Item, R: DeserializeOwned + Serialize, I> QueryCall<'c, T, R, I> {
    listing_methods!();

    /// Reads only those attributes of each item that `P` has fields for, as `serde` names them.
    ///
    /// DynamoDB's answer is shorter, but costs as many capacity units, because items are counted as they are
    /// stored. A [`page`](Self::page) of a `P` without the table's key needs `FINGERPOST_CURSOR_KEY`, because
    /// the page's [`Cursor`] holds the key. What an index holds only a part of is not projected further.
    pub fn project<P: DeserializeOwned + Serialize>(self) -> QueryCall<'c, T, P, I>
    where
        R: Whole<T>,
    {
        let Self { listing, selection, descending, .. } = self;
        QueryCall { listing: listing.project(), selection, descending, of: PhantomData }
    }

    /// Sees every write that succeeded before, and costs twice as much: a strongly consistent read.
    ///
    /// DynamoDB has none of a global index.
    pub fn consistent(mut self) -> Self
    where
        I: ReadConsistently,
    {
        self.listing.consistent = true;
        self
    }

    /// Reads only the items that meet a condition; an `Option` that is `None` filters nothing.
    ///
    /// Of several filters, all must hold. DynamoDB looks at the other items all the same, and they cost
    /// what they would cost if they were read: a filter makes the answer shorter and not the work.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, Page, Query, Result, Scan, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Seats")]
    /// # struct Seat { #[item(partition_key)] event: String, guest: Option<String>, price: u32 }
    /// # async fn example(at_most: Option<u32>, seats: Table<Seat, (Query, Scan)>) -> Result<()> {
    /// let free = seats.query("e-7").filter(Seat::GUEST.is_none()).filter(Seat::PRICE.at_most(at_most));
    /// let page: Page<Seat> = free.page().await?;
    /// # Ok(()) }
    /// ```
    pub fn filter(mut self, filter: impl Filter<T>) -> Self {
        self.listing = self.listing.filter(filter.condition());
        self
    }

    /// Reads from the highest sort key to the lowest, instead of the other way round.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// The pages of the query, or `None` where no item can have such a partition key.
    fn pages(&mut self, select: Option<Select>) -> Result<Option<Pages<Request<'c>>>> {
        let start = self.listing.start()?;
        let mut expression = Expression::default();
        let selection = std::mem::replace(&mut self.selection, Selection::all());
        let Some(condition) = selection.write(start.as_ref(), &mut expression)? else { return Ok(None) };
        let filter = self.listing.filtered(&mut expression)?;
        let is_filtered = filter.is_some();
        let projection = if select.is_none() { self.listing.projection(&mut expression) } else { None };
        let (names, values) = expression.parts();
        let (client, table) = self.listing.connection.parts();
        let call = client
            .query()
            .table_name(table)
            .set_index_name(self.listing.index.map(|index| index.name.to_owned()))
            .key_condition_expression(condition)
            .set_filter_expression(filter)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .scan_index_forward(!self.descending)
            .set_projection_expression(projection)
            .set_select(select)
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .consistent_read(self.listing.consistent);
        Ok(Some(Pages::of(Request { call, table }, is_filtered, start)))
    }
}

/// One `Query`, which is sent for each page.
struct Request<'c> {
    call: QueryFluentBuilder,
    table: &'c str,
}

impl Fetch for Request<'_> {
    async fn fetch(&self, start: Option<Attributes>, limit: Option<i32>) -> Result<Fetched> {
        let call = self.call.clone().set_exclusive_start_key(start).set_limit(limit);
        let output = match oversized::listing(call.send()).await {
            Ok(output) => output,
            Err(error) => return unfetched(<Query>::NAME, self.table, error),
        };
        capacity::log(<Query>::NAME, self.table, output.consumed_capacity());
        Ok(Fetched::Page(RawPage::of(output.items, output.count), output.last_evaluated_key))
    }
}
