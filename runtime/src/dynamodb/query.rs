//! A query: the items of one partition, page by page or whole.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::actions::{Allows, Query};
use super::client::capacity;
use super::condition::{Expression, SortTest};
use super::connection::Connection;
use super::cursor::Cursor;
use super::gather::{Budget, Fetched, gather, unfetched};
use super::item::{Item, KeyAttribute, PARTITION_KEY_LIMIT};
use super::listing::{Listing, listing_methods};
use super::oversized;
use super::page::Page;
use super::table::Table;
use crate::error::{Error, Result};

impl<T, A> Table<T, A> {
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
        T: Item,
        A: Allows<Query, At>,
    {
        QueryCall::new(&self.connection, T::PartitionKey::attribute(partition))
    }
}

/// A query being put together; nothing is read before [`page`](Self::page) or
/// [`all`](Self::all).
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

    /// The highest sort keys first.
    pub fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    fn sort(mut self, test: SortTest) -> Self {
        self.sort = Some(test);
        self
    }

    async fn gather(mut self, budget: Budget) -> Result<Page<R>> {
        // No item can have such a partition key, and DynamoDB would call the question wrong.
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
                    Err(error) => return unfetched("Query", name, error),
                };
                capacity::log("Query", name, output.consumed_capacity());
                Ok(Fetched::Page(output.items.unwrap_or_default(), output.last_evaluated_key))
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
