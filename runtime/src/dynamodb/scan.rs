//! Reading every item of a table, page by page, all, or in segments at once: `Scan`.
//!
//! What a scan has in common with a query is in `listing.rs`, and how DynamoDB's pages become ours is in
//! `gather.rs`. Here are the segments.

use futures_util::{StreamExt, TryStreamExt, stream};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::actions::{Action, Allows, Scan};
use super::attributes::{Attributes, non_empty};
use super::client::capacity;
use super::condition::Expression;
use super::connection::Connection;
use super::cursor::Cursor;
use super::gather::{Budget, Fetched, gather, unfetched};
use super::item::Item;
use super::listing::{Listing, listing_methods};
use super::oversized;
use super::page::{ItemLimit, Page};
use super::table::Table;
use crate::error::{Error, Result};

/// Segments that are read at once, each on a connection of its own. Lambda lets a function open 1,024
/// files in all.
const MAX_PARALLEL_SEGMENTS: usize = 64;

impl<T, A> Table<T, A> {
    /// Reads the items of the whole table, in no order that means anything.
    ///
    /// Nothing is read before [`page`](ScanCall::page), [`all`](ScanCall::all) or
    /// [`all_in_parallel`](ScanCall::all_in_parallel). They make one `Scan` for every MB that is read, and
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
    pub fn scan<At>(&self) -> ScanCall<T>
    where
        T: Item,
        A: Allows<Scan, At>,
    {
        ScanCall::new(&self.connection)
    }
}

/// A scan being put together, from [`Table::scan`]; nothing is read before [`page`](Self::page),
/// [`all`](Self::all) or [`all_in_parallel`](Self::all_in_parallel).
///
/// `T` is the item of the table, and `R` what is read of each, which [`project`](Self::project) changes.
#[derive(Debug)]
#[must_use = "nothing is read before `page` or `all`"]
pub struct ScanCall<T, R = T> {
    listing: Listing<T, R>,
}

impl<T: Item> ScanCall<T> {
    pub(super) fn new(connection: &Connection) -> Self {
        Self { listing: Listing::of(connection) }
    }
}

impl<T: Item, R: DeserializeOwned + Serialize> ScanCall<T, R> {
    listing_methods!(ScanCall);

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
    pub async fn all_in_parallel(self, segments: u32) -> Result<Vec<R>> {
        if self.listing.limit.is_some() || self.listing.cursor.is_some() {
            return Err(Error::internal("a scan in segments has neither limit nor cursor"));
        }
        let total = i32::try_from(segments).ok().filter(|total| (1..=1_000_000).contains(total));
        let total = total.ok_or_else(|| {
            Error::internal(format!("a scan has from 1 to 1000000 segments, got {segments}"))
        })?;
        let scans = (0..total).map(|segment| self.segment(None, Some((segment, total)), Budget::ALL));
        let parts: Vec<_> = stream::iter(scans).buffered(MAX_PARALLEL_SEGMENTS).try_collect().await?;
        Ok(parts.into_iter().flat_map(|part| part.items).collect())
    }

    async fn gather(mut self, budget: Budget) -> Result<Page<R>> {
        let start = self.listing.start()?;
        self.segment(start, None, budget).await
    }

    /// Scans one part of the table, or with `None` all of it.
    async fn segment(
        &self,
        start: Option<Attributes>,
        part: Option<(i32, i32)>,
        budget: Budget,
    ) -> Result<Page<R>> {
        let mut expression = Expression::default();
        let projection = self.listing.projection(&mut expression);
        let (client, name) = self.listing.connection.parts();
        let call = client
            .scan()
            .table_name(name)
            .set_segment(part.map(|(segment, _)| segment))
            .set_total_segments(part.map(|(_, total)| total))
            .set_projection_expression(projection)
            .set_expression_attribute_names(non_empty(expression.names().collect()))
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .consistent_read(self.listing.consistent);
        gather(&self.listing, budget, start, |start, limit| {
            let call = call.clone().set_exclusive_start_key(start).set_limit(limit);
            async move {
                let output = match oversized::listing(call.send()).await {
                    Ok(output) => output,
                    Err(error) => return unfetched(Scan::NAME, name, error),
                };
                capacity::log(Scan::NAME, name, output.consumed_capacity());
                Ok(Fetched::Page(output.items.unwrap_or_default(), output.last_evaluated_key))
            }
        })
        .await
    }
}
