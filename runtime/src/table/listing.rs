//! Listing: the items of a partition and all items, page by page or whole.

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::future::try_join_all;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::condition::{Expression, SortTest};
use super::failure::failure;
use super::page::{self, Page, RESPONSE_BUDGET};
use super::{Attributes, Connection, Cursor, capacity, projection, some};
use crate::error::{Error, Result};
use crate::item::{Item, KeyAttribute, PARTITION_KEY_LIMIT, TableSchema};

/// What a query and a scan have in common.
#[derive(Debug)]
struct Pages<T, R> {
    connection: Connection,
    limit: Option<u32>,
    cursor: Option<Cursor>,
    consistent: bool,
    /// The attributes to read; all of them when not said.
    attributes: Option<&'static [&'static str]>,
    types: PhantomData<fn() -> (T, R)>,
}

impl<T: Item, R> Pages<T, R> {
    fn of(connection: &Connection) -> Self {
        let connection = connection.clone();
        Self {
            connection,
            limit: None,
            cursor: None,
            consistent: false,
            attributes: None,
            types: PhantomData,
        }
    }

    fn project<P: DeserializeOwned>(self) -> Pages<T, P> {
        let Self { connection, limit, cursor, consistent, .. } = self;
        let attributes = projection::attributes::<P>();
        Pages { connection, limit, cursor, consistent, attributes, types: PhantomData }
    }

    /// The attributes to read, as DynamoDB is told: the key's too, for a cursor is made of it.
    fn projection(&self, expression: &mut Expression) -> Option<String> {
        let schema = TableSchema::of::<T>();
        let keys = schema.keys().map(|(key, _)| key.name);
        let attributes = self.attributes?;
        let all = attributes.iter().copied().chain(keys.filter(|key| !attributes.contains(key)));
        Some(projection::write(all, expression))
    }

    fn start(&mut self) -> Result<Option<Attributes>> {
        self.cursor.take().map(|cursor| cursor.start_key(&TableSchema::of::<T>())).transpose()
    }
}

macro_rules! paging {
    ($call:ident $(, $rest:ident)*) => {
        /// Takes at most this many items; without, as many as fit.
        pub fn limit(mut self, limit: Option<impl Into<u32>>) -> Self {
            self.pages.limit = limit.map(Into::into);
            self
        }

        /// Reads only the attributes that `P` has, its fields as `serde` names them: fewer
        /// bytes, for the same capacity units.
        pub fn project<P: DeserializeOwned + Serialize>(self) -> $call<T, P> {
            $call { pages: self.pages.project(), $($rest: self.$rest),* }
        }

        /// Starts where an earlier page ended.
        pub fn cursor(mut self, cursor: Option<Cursor>) -> Self {
            self.pages.cursor = cursor;
            self
        }

        /// Sees every write that came before; costs twice.
        pub fn consistent(mut self) -> Self {
            self.pages.consistent = true;
            self
        }

        /// One page: as many items as `limit` says, or as fit into Lambda's 6 MB.
        ///
        /// # Errors
        ///
        /// 400 for a cursor of another listing, 500 when DynamoDB fails.
        pub async fn page(self) -> Result<Page<R>> {
            self.gather(RESPONSE_BUDGET).await
        }

        /// Every item, however many pages that takes, into memory.
        ///
        /// # Errors
        ///
        /// As [`page`](Self::page).
        pub async fn all(self) -> Result<Vec<R>> {
            Ok(self.gather(usize::MAX).await?.items)
        }
    };
}

/// A query being put together; nothing is read before [`page`](Self::page) or
/// [`all`](Self::all).
#[derive(Debug)]
#[must_use = "nothing is read before `page` or `all`"]
pub struct QueryCall<T, R = T> {
    pages: Pages<T, R>,
    partition: AttributeValue,
    sort: Option<SortTest>,
    descending: bool,
}

impl<T: Item> QueryCall<T> {
    pub(super) fn new(connection: &Connection, partition: AttributeValue) -> Self {
        Self { pages: Pages::of(connection), partition, sort: None, descending: false }
    }
}

impl<T: Item, R: DeserializeOwned + Serialize> QueryCall<T, R> {
    paging!(QueryCall, partition, sort, descending);

    /// The highest sort keys first.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    fn sort(mut self, test: SortTest) -> Self {
        self.sort = Some(test);
        self
    }

    async fn gather(mut self, budget: usize) -> Result<Page<R>> {
        // No item can have such a partition key, and DynamoDB would call the question wrong.
        if !super::possible(&self.partition, PARTITION_KEY_LIMIT) {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let start = self.pages.start()?;
        if start.as_ref().is_some_and(|start| start.get(T::PARTITION_KEY) != Some(&self.partition)) {
            return Err(Error::bad_request("Invalid cursor: it is not from this listing"));
        }
        let mut expression = Expression::default();
        let name = expression.name(T::PARTITION_KEY);
        let mut text = format!("{name} = {}", expression.value(self.partition));
        if let Some((test, key)) = self.sort.zip(T::SORT_KEY) {
            text = format!("{text} AND {}", test.write(key, &mut expression));
        }
        let projection = self.pages.projection(&mut expression);
        let Connection { client, name } = &self.pages.connection;
        let call = client
            .query()
            .table_name(&**name)
            .key_condition_expression(text)
            .set_expression_attribute_names(Some(expression.names().collect()))
            .set_expression_attribute_values(Some(expression.values().collect()))
            .scan_index_forward(!self.descending)
            .set_projection_expression(projection)
            .set_return_consumed_capacity(capacity::wanted())
            .consistent_read(self.pages.consistent);
        page::gather::<T, R, _>(self.pages.limit, budget, start, |start, limit| {
            let call = call.clone().set_exclusive_start_key(start).set_limit(limit);
            async move {
                let output = call.send().await.map_err(|error| failure("Query", name, error))?;
                capacity::log("Query", name, output.consumed_capacity());
                Ok((output.items.unwrap_or_default(), output.last_evaluated_key))
            }
        })
        .await
    }
}

impl<T: Item<SortKey: KeyAttribute>, R: DeserializeOwned + Serialize> QueryCall<T, R> {
    /// Only the item with this sort key.
    pub fn sort_key(self, key: <T::SortKey as KeyAttribute>::Ref<'_>) -> Self {
        self.sort(SortTest::Compare("=", T::SortKey::attribute(key)))
    }

    /// Sort keys from this one on.
    pub fn sort_key_from(self, key: <T::SortKey as KeyAttribute>::Ref<'_>) -> Self {
        self.sort(SortTest::Compare(">=", T::SortKey::attribute(key)))
    }

    /// Sort keys before this one.
    pub fn sort_key_before(self, key: <T::SortKey as KeyAttribute>::Ref<'_>) -> Self {
        self.sort(SortTest::Compare("<", T::SortKey::attribute(key)))
    }

    /// Sort keys from `first` to `last`, both included.
    pub fn sort_key_between(
        self,
        first: <T::SortKey as KeyAttribute>::Ref<'_>,
        last: <T::SortKey as KeyAttribute>::Ref<'_>,
    ) -> Self {
        self.sort(SortTest::Between(T::SortKey::attribute(first), T::SortKey::attribute(last)))
    }
}

impl<T: Item<SortKey = String>, R: DeserializeOwned + Serialize> QueryCall<T, R> {
    /// Sort keys that start with this text.
    pub fn sort_key_begins_with(self, prefix: impl Into<String>) -> Self {
        self.sort(SortTest::BeginsWith(prefix.into()))
    }
}

/// A scan being put together; nothing is read before [`page`](Self::page) or
/// [`all`](Self::all).
#[derive(Debug)]
#[must_use = "nothing is read before `page` or `all`"]
pub struct ScanCall<T, R = T> {
    pages: Pages<T, R>,
}

impl<T: Item> ScanCall<T> {
    pub(super) fn new(connection: &Connection) -> Self {
        Self { pages: Pages::of(connection) }
    }
}

impl<T: Item, R: DeserializeOwned + Serialize> ScanCall<T, R> {
    paging!(ScanCall);

    /// Every item, read by `segments` scans at once, each of its part of the table.
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
    ///
    /// # Errors
    ///
    /// 500 when DynamoDB fails, when there is a limit or a cursor, which a part of the table
    /// has no use for, and for no segments or more than DynamoDB's 1,000,000.
    pub async fn all_in_parallel(self, segments: u32) -> Result<Vec<R>> {
        if self.pages.limit.is_some() || self.pages.cursor.is_some() {
            return Err(Error::internal("a scan in segments has neither limit nor cursor"));
        }
        let total = i32::try_from(segments).ok().filter(|total| (1..=1_000_000).contains(total));
        let total = total.ok_or_else(|| {
            Error::internal(format!("a scan has from 1 to 1000000 segments, got {segments}"))
        })?;
        let scans = (0..total).map(|segment| self.segment(None, Some((segment, total)), usize::MAX));
        let parts = try_join_all(scans).await?;
        Ok(parts.into_iter().flat_map(|part| part.items).collect())
    }

    async fn gather(mut self, budget: usize) -> Result<Page<R>> {
        let start = self.pages.start()?;
        self.segment(start, None, budget).await
    }

    /// Scans one part of the table, or with `None` all of it.
    async fn segment(
        &self,
        start: Option<Attributes>,
        part: Option<(i32, i32)>,
        budget: usize,
    ) -> Result<Page<R>> {
        let mut expression = Expression::default();
        let projection = self.pages.projection(&mut expression);
        let Connection { client, name } = &self.pages.connection;
        let call = client
            .scan()
            .table_name(&**name)
            .set_segment(part.map(|(segment, _)| segment))
            .set_total_segments(part.map(|(_, total)| total))
            .set_projection_expression(projection)
            .set_expression_attribute_names(some(expression.names().collect()))
            .set_return_consumed_capacity(capacity::wanted())
            .consistent_read(self.pages.consistent);
        page::gather::<T, R, _>(self.pages.limit, budget, start, |start, limit| {
            let call = call.clone().set_exclusive_start_key(start).set_limit(limit);
            async move {
                let output = call.send().await.map_err(|error| failure("Scan", name, error))?;
                capacity::log("Scan", name, output.consumed_capacity());
                Ok((output.items.unwrap_or_default(), output.last_evaluated_key))
            }
        })
        .await
    }
}
