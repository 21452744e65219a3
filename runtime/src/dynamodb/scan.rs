//! Reading every item of a table, page by page, all, or in segments at once: `Scan`.
//!
//! What a scan has in common with a query is in `listing.rs`, and how DynamoDB's pages become ours is in
//! `gather.rs`. Here are the segments.

use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::Select;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::actions::{Action, Allows, Scan};
use super::attributes::Attributes;
use super::client::capacity;
use super::condition::Filter;
use super::cursor::Cursor;
use super::expression::Expression;
use super::gather::gather;
use super::item::Item;
use super::items::Items;
use super::listing::{Listing, Whole, listing_methods};
use super::oversized;
use super::page::{ItemLimit, Page};
use super::pages::{Fetch, Fetched, Pages, RawPage, unfetched};
use super::table::Table;
use crate::error::{Error, Result};

/// Segments that are read at once, each on a connection of its own. Lambda lets a function open 1,024
/// files in all.
const MAX_PARALLEL_SEGMENTS: usize = 64;

impl<T, A> Table<T, A> {
    /// Reads the items of the whole table, in no order that means anything.
    ///
    /// Nothing is read before [`page`](ScanCall::page), [`all`](ScanCall::all),
    /// [`all_in_parallel`](ScanCall::all_in_parallel) or [`count`](ScanCall::count). They make one `Scan` for every MB that is read, and
    /// every item that is read costs capacity units. For the items of one partition, a
    /// [`query`](Self::query) reads less.
    ///
    /// # Examples
    ///
    /// ```
    /// # use fingerpost::{Cursor, Item, Limit, Page, Result, Scan, Table, route};
    /// # use schemars::JsonSchema;
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, JsonSchema, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String }
    /// /// Returns one page of the events.
    /// #[route(GET, "/events?<limit>&<cursor>")]
    /// async fn list_events(
    ///     limit: Option<Limit>,
    ///     cursor: Option<Cursor>,
    ///     events: Table<Event, Scan>,
    /// ) -> Result<Page<Event>> {
    ///     events.scan().limit(limit).cursor(cursor).page().await
    /// }
    /// ```
    pub fn scan<At>(&self) -> ScanCall<'_, T>
    where
        T: Item,
        A: Allows<Scan, At>,
    {
        ScanCall { listing: Listing::of(self) }
    }
}

/// A scan being put together, from [`Table::scan`]; nothing is read before [`page`](Self::page),
/// [`all`](Self::all), [`all_in_parallel`](Self::all_in_parallel) or [`count`](Self::count).
///
/// `T` is the item of the table, and `R` what is read of each, which [`project`](Self::project) changes.
#[derive(Debug)]
#[must_use = "nothing is read before `page`, `all` or `count`"]
pub struct ScanCall<'c, T, R = T> {
    listing: Listing<'c, T, R>,
}

impl<'c, T: Item, R: DeserializeOwned + Serialize> ScanCall<'c, T, R> {
    listing_methods!();

    /// Reads only those attributes of each item that `P` has fields for, as
    /// [`QueryCall::project`](crate::QueryCall::project).
    pub fn project<P: DeserializeOwned + Serialize>(self) -> ScanCall<'c, T, P>
    where
        R: Whole<T>,
    {
        ScanCall { listing: self.listing.project() }
    }

    /// Sees every write that succeeded before, and costs twice as much: a strongly consistent read.
    pub fn consistent(mut self) -> Self {
        self.listing.consistent = true;
        self
    }

    /// Reads only the items that meet a condition; an `Option` that is `None` filters nothing.
    ///
    /// Of several filters, all must hold. DynamoDB looks at the other items all the same, and they cost what
    /// they would cost if they were read, see [`QueryCall::filter`](crate::QueryCall::filter).
    pub fn filter(mut self, filter: impl Filter<T>) -> Self {
        self.listing = self.listing.filter(filter.condition());
        self
    }

    /// Reads every item into memory by `segments` scans at once, each of its own part of the table.
    ///
    /// This is DynamoDB's parallel scan. It costs as much as [`all`](Self::all) and takes less time where the
    /// table is large, as it can use more of the table's throughput at once. Up to 64 segments are read at
    /// the same time; more of them wait their turn.
    ///
    /// # Errors
    ///
    /// 500 for a number of segments other than 1 to 1,000,000, which is what DynamoDB takes, and where a
    /// [`limit`](Self::limit) or a [`cursor`](Self::cursor) is set, which has no meaning for a part of a
    /// table. 503 or 500 as for [every call](Table#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, Result, Scan, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String }
    /// # async fn example(events: Table<Event, Scan>) -> Result<()> {
    /// let events = events.scan().all_in_parallel(4).await?;
    /// # Ok(()) }
    /// ```
    pub async fn all_in_parallel(mut self, segments: u32) -> Result<Vec<R>> {
        if self.listing.limit.is_some() || self.listing.cursor.is_some() {
            return Err(Error::internal("a scan in segments has neither limit nor cursor"));
        }
        let total = i32::try_from(segments).ok().filter(|total| (1..=1_000_000).contains(total));
        let total = total.ok_or_else(|| {
            Error::internal(format!("a scan has from 1 to 1000000 segments, got {segments}"))
        })?;
        let Request { call, table } = self.request(None)?;
        let segments = (0..total).map(|segment| {
            let call = call.clone().segment(segment).total_segments(total);
            self.segment(Request { call, table })
        });
        let parts: Vec<_> = stream::iter(segments).buffered(MAX_PARALLEL_SEGMENTS).try_collect().await?;
        Ok(parts.into_iter().flatten().collect())
    }

    async fn segment(&self, request: Request<'_>) -> Result<Vec<R>> {
        let mut pages = Pages::of(request, false, None);
        let mut items = Vec::new();
        while let Some(page) = pages.next(None).await? {
            for attributes in page.items {
                items.push(self.listing.decode(self.listing.read_of(attributes))?);
            }
        }
        Ok(items)
    }

    /// The pages of the scan.
    fn pages(&mut self, select: Option<Select>) -> Result<Option<Pages<Request<'c>>>> {
        let start = self.listing.start()?;
        let request = self.request(select)?;
        let is_filtered = request.call.get_filter_expression().is_some();
        Ok(Some(Pages::of(request, is_filtered, start)))
    }

    fn request(&mut self, select: Option<Select>) -> Result<Request<'c>> {
        let mut expression = Expression::default();
        let filter = self.listing.filtered(&mut expression)?;
        let projection = if select.is_none() { self.listing.projection(&mut expression) } else { None };
        let (names, values) = expression.parts();
        let (client, table) = self.listing.connection.parts();
        let call = client
            .scan()
            .table_name(table)
            .set_filter_expression(filter)
            .set_projection_expression(projection)
            .set_expression_attribute_names(names)
            .set_expression_attribute_values(values)
            .set_select(select)
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .consistent_read(self.listing.consistent);
        Ok(Request { call, table })
    }
}

/// One `Scan`, which is sent for each page.
struct Request<'c> {
    call: ScanFluentBuilder,
    table: &'c str,
}

impl Fetch for Request<'_> {
    async fn fetch(&self, start: Option<Attributes>, limit: Option<i32>) -> Result<Fetched> {
        let call = self.call.clone().set_exclusive_start_key(start).set_limit(limit);
        let output = match oversized::listing(call.send()).await {
            Ok(output) => output,
            Err(error) => return unfetched(Scan::NAME, self.table, error),
        };
        capacity::log(Scan::NAME, self.table, output.consumed_capacity());
        Ok(Fetched::Page(RawPage::of(output.items, output.count), output.last_evaluated_key))
    }
}
