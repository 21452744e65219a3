//! Reading the items of one partition, in order, page by page or all: a chain of methods becomes `Query`.
//!
//! What a query has in common with a scan is in `listing.rs`, and how DynamoDB's pages become ours is in
//! `gather.rs`. Here are the partition and the range of sort keys.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::actions::{Action, Allows, Query};
use super::client::capacity;
use super::condition::{Expression, SortTest};
use super::connection::Connection;
use super::cursor::Cursor;
use super::gather::{Budget, Fetched, gather, unfetched};
use super::item::{Item, KeyAttribute, PARTITION_KEY_LIMIT};
use super::listing::{Listing, listing_methods};
use super::oversized;
use super::page::{ItemLimit, Page};
use super::table::Table;
use crate::error::{Error, Result};

impl<T, A> Table<T, A> {
    /// Reads the items that share a partition key, in the order of their sort keys.
    ///
    /// Nothing is read before [`page`](QueryCall::page) or [`all`](QueryCall::all). Each then makes one
    /// `Query` for every MB that it reads. DynamoDB adds up the sizes of the items that one `Query` reads and
    /// rounds the sum up to 4 KB, so many small items cost less than by a `get` for each. A partition key
    /// that no item can have, such as an empty string, gives no items without a call.
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
    pub fn query<At>(&self, partition: <T::PartitionKey as KeyAttribute>::Ref<'_>) -> QueryCall<T>
    where
        T: Item,
        A: Allows<Query, At>,
    {
        QueryCall::new(&self.connection, T::PartitionKey::attribute(partition))
    }
}

/// A query being put together, from [`Table::query`]; nothing is read before [`page`](Self::page) or
/// [`all`](Self::all).
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
/// #[route(GET, "/seats/<event>?<from>&<limit>&<cursor>")]
/// async fn list_seats(
///     event: String,
///     from: Option<u32>,
///     limit: Option<Limit<50>>,
///     cursor: Option<Cursor>,
///     seats: Table<Seat, Query>,
/// ) -> Result<Page<Seat>> {
///     let query = seats.query(&event).sort_key_from(from.unwrap_or(1));
///     query.limit(limit).cursor(cursor).page().await
/// }
/// ```
#[derive(Debug)]
#[must_use = "nothing is read before `page` or `all`"]
pub struct QueryCall<T, R = T> {
    listing: Listing<T, R>,
    partition: AttributeValue,
    sort: Option<SortTest>,
    descending: bool,
}

impl<T: Item> QueryCall<T> {
    pub(super) fn new(connection: &Connection, partition: AttributeValue) -> Self {
        Self { listing: Listing::of(connection), partition, sort: None, descending: false }
    }
}

impl<T: Item, R: DeserializeOwned + Serialize> QueryCall<T, R> {
    listing_methods!(QueryCall, partition, sort, descending);

    /// Reads from the highest sort key to the lowest, instead of the other way round.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    fn sort(mut self, test: SortTest) -> Self {
        self.sort = Some(test);
        self
    }

    async fn gather(mut self, budget: Budget) -> Result<Page<R>> {
        // No item can have such a partition key, and DynamoDB would refuse the request.
        if !super::attributes::is_valid_key(&self.partition, PARTITION_KEY_LIMIT) {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let start = self.listing.start()?;
        if start.as_ref().is_some_and(|start| start.get(T::PARTITION_KEY) != Some(&self.partition)) {
            return Err(Error::bad_request("Invalid cursor: it is not from this listing"));
        }
        let mut expression = Expression::default();
        let name = expression.name(T::PARTITION_KEY);
        let mut text = format!("{name} = {}", expression.value(self.partition));
        if let Some((test, key)) = self.sort.zip(T::SORT_KEY) {
            text = format!("{text} AND {}", test.write(key, &mut expression));
        }
        let projection = self.listing.projection(&mut expression);
        let (client, name) = self.listing.connection.parts();
        let call = client
            .query()
            .table_name(name)
            .key_condition_expression(text)
            .set_expression_attribute_names(Some(expression.names().collect()))
            .set_expression_attribute_values(Some(expression.values().collect()))
            .scan_index_forward(!self.descending)
            .set_projection_expression(projection)
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .consistent_read(self.listing.consistent);
        gather(&self.listing, budget, start, |start, limit| {
            let call = call.clone().set_exclusive_start_key(start).set_limit(limit);
            async move {
                let output = match oversized::listing(call.send()).await {
                    Ok(output) => output,
                    Err(error) => return unfetched(Query::NAME, name, error),
                };
                capacity::log(Query::NAME, name, output.consumed_capacity());
                Ok(Fetched::Page(output.items.unwrap_or_default(), output.last_evaluated_key))
            }
        })
        .await
    }
}

impl<T: Item<SortKey: KeyAttribute>, R: DeserializeOwned + Serialize> QueryCall<T, R> {
    /// Reads only the item with this sort key, if there is one.
    pub fn sort_key(self, key: <T::SortKey as KeyAttribute>::Ref<'_>) -> Self {
        self.sort(SortTest::Compare("=", T::SortKey::attribute(key)))
    }

    /// Reads the items whose sort keys are this one or greater.
    pub fn sort_key_from(self, key: <T::SortKey as KeyAttribute>::Ref<'_>) -> Self {
        self.sort(SortTest::Compare(">=", T::SortKey::attribute(key)))
    }

    /// Reads the items whose sort keys are less than this one.
    pub fn sort_key_before(self, key: <T::SortKey as KeyAttribute>::Ref<'_>) -> Self {
        self.sort(SortTest::Compare("<", T::SortKey::attribute(key)))
    }

    /// Reads the items whose sort keys are from `first` to `last`, both included.
    ///
    /// When `last` is less than `first`, [`page`](Self::page) and [`all`](Self::all) are a 400.
    pub fn sort_key_between(
        self,
        first: <T::SortKey as KeyAttribute>::Ref<'_>,
        last: <T::SortKey as KeyAttribute>::Ref<'_>,
    ) -> Self {
        self.sort(SortTest::Between(T::SortKey::attribute(first), T::SortKey::attribute(last)))
    }
}

impl<T: Item<SortKey = String>, R: DeserializeOwned + Serialize> QueryCall<T, R> {
    /// Reads the items whose sort keys start with this text.
    pub fn sort_key_begins_with(self, prefix: impl Into<String>) -> Self {
        self.sort(SortTest::BeginsWith(prefix.into()))
    }
}
