//! Reading: one item by its key, the items of a partition, all of them.

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use super::actions::{Allows, GetItem, Query, Scan};
use super::condition::{Expression, SortTest};
use super::failure::failure;
use super::page::{self, Page, RESPONSE_BUDGET};
use super::{Attributes, Call, Connection, Cursor, Table, key, read};
use crate::error::{Error, Result};
use crate::item::{Item, Key, KeyAttribute, PARTITION_KEY_LIMIT, TableSchema};

impl<T: Item, A> Table<T, A> {
    /// Reads one item by its key; `None` when there is none.
    ///
    /// # Errors
    ///
    /// 500 when DynamoDB fails or the stored item is not a `T`.
    pub fn get<'c, At>(&'c self, key: Key<'c, T>) -> Call<'c, Option<T>>
    where
        A: Allows<GetItem, At>,
    {
        Box::pin(self.get_item(self::key::<T>(key), false))
    }

    /// Reads one item by its key, and sees every write that came before; costs twice a `get`.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub fn get_consistent<'c, At>(&'c self, key: Key<'c, T>) -> Call<'c, Option<T>>
    where
        A: Allows<GetItem, At>,
    {
        Box::pin(self.get_item(self::key::<T>(key), true))
    }

    async fn get_item(&self, key: Option<Attributes>, consistent: bool) -> Result<Option<T>> {
        let Some(key) = key else { return Ok(None) };
        let Connection { client, name } = &self.connection;
        let call = client.get_item().table_name(&**name).set_key(Some(key)).consistent_read(consistent);
        let output = call.send().await.map_err(|error| failure("GetItem", name, error))?;
        output.item.map(read).transpose()
    }

    /// Reads the items of one partition, in the order of their sort keys.
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
        A: Allows<Query, At>,
    {
        QueryCall {
            pages: Pages::of(&self.connection),
            partition: T::PartitionKey::attribute(partition),
            sort: None,
            descending: false,
        }
    }

    /// Reads every item, in no order.
    pub fn scan<At>(&self) -> ScanCall<T>
    where
        A: Allows<Scan, At>,
    {
        ScanCall { pages: Pages::of(&self.connection) }
    }
}

/// What a query and a scan have in common.
#[derive(Debug)]
struct Pages<T> {
    connection: Connection,
    limit: Option<u32>,
    cursor: Option<Cursor>,
    consistent: bool,
    item: PhantomData<fn() -> T>,
}

impl<T: Item> Pages<T> {
    fn of(connection: &Connection) -> Self {
        let connection = connection.clone();
        Self { connection, limit: None, cursor: None, consistent: false, item: PhantomData }
    }

    fn start(&mut self) -> Result<Option<Attributes>> {
        self.cursor.take().map(|cursor| cursor.start_key(&TableSchema::of::<T>())).transpose()
    }
}

macro_rules! paging {
    () => {
        /// Takes at most this many items; without, as many as fit.
        pub fn limit(mut self, limit: Option<impl Into<u32>>) -> Self {
            self.pages.limit = limit.map(Into::into);
            self
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
        pub async fn page(self) -> Result<Page<T>> {
            self.gather(RESPONSE_BUDGET).await
        }

        /// Every item, however many pages that takes, into memory.
        ///
        /// # Errors
        ///
        /// As [`page`](Self::page).
        pub async fn all(self) -> Result<Vec<T>> {
            Ok(self.gather(usize::MAX).await?.items)
        }
    };
}

/// A query being put together; nothing is read before [`page`](Self::page) or
/// [`all`](Self::all).
#[derive(Debug)]
#[must_use = "nothing is read before `page` or `all`"]
pub struct QueryCall<T> {
    pages: Pages<T>,
    partition: AttributeValue,
    sort: Option<SortTest>,
    descending: bool,
}

impl<T: Item> QueryCall<T> {
    paging!();

    /// The highest sort keys first.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    fn sort(mut self, test: SortTest) -> Self {
        self.sort = Some(test);
        self
    }

    async fn gather(mut self, budget: usize) -> Result<Page<T>> {
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
        let Connection { client, name } = &self.pages.connection;
        let call = client
            .query()
            .table_name(&**name)
            .key_condition_expression(text)
            .set_expression_attribute_names(Some(expression.names().collect()))
            .set_expression_attribute_values(Some(expression.values().collect()))
            .scan_index_forward(!self.descending)
            .consistent_read(self.pages.consistent);
        page::gather(self.pages.limit, budget, start, |start, limit| {
            let call = call.clone().set_exclusive_start_key(start).set_limit(limit);
            async move {
                let output = call.send().await.map_err(|error| failure("Query", name, error))?;
                Ok((output.items.unwrap_or_default(), output.last_evaluated_key))
            }
        })
        .await
    }
}

impl<T: Item<SortKey: KeyAttribute>> QueryCall<T> {
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

impl<T: Item<SortKey = String>> QueryCall<T> {
    /// Sort keys that start with this text.
    pub fn sort_key_begins_with(self, prefix: impl Into<String>) -> Self {
        self.sort(SortTest::BeginsWith(prefix.into()))
    }
}

/// A scan being put together; nothing is read before [`page`](Self::page) or
/// [`all`](Self::all).
#[derive(Debug)]
#[must_use = "nothing is read before `page` or `all`"]
pub struct ScanCall<T> {
    pages: Pages<T>,
}

impl<T: Item> ScanCall<T> {
    paging!();

    async fn gather(mut self, budget: usize) -> Result<Page<T>> {
        let start = self.pages.start()?;
        let Connection { client, name } = &self.pages.connection;
        let call = client.scan().table_name(&**name).consistent_read(self.pages.consistent);
        page::gather(self.pages.limit, budget, start, |start, limit| {
            let call = call.clone().set_exclusive_start_key(start).set_limit(limit);
            async move {
                let output = call.send().await.map_err(|error| failure("Scan", name, error))?;
                Ok((output.items.unwrap_or_default(), output.last_evaluated_key))
            }
        })
        .await
    }
}
