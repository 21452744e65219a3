//! Writing and removing many items: `BatchWriteItem`.
//!
//! What DynamoDB leaves of a batch is sent again, as in `get_many.rs`.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{DeleteRequest, PutRequest, WriteRequest};

use super::actions::{Action, Allows, BatchWriteItem};
use super::attributes::{encode, encode_key};
use super::batch::{Backoff, chunks, unbuilt};
use super::client::capacity;
use super::client::failure::failure;
use super::connection::{Call, Connection};
use super::item::Item;
use super::item_key::ItemKey;
use super::key::Key;
use super::table::Table;
use super::version::InBatches;
use crate::error::Result;

/// The items that one `BatchWriteItem` takes.
const WRITES: usize = 25;

impl<T, A> Table<T, A> {
    /// Writes items in place of those with the same keys: one `BatchWriteItem` for each 25 of them.
    ///
    /// They are written in the order of their keys; of two with the same key, the last one is written. This
    /// is not a transaction: when it fails, some may have been written. It costs what a [`put`](Self::put)
    /// of each would. Items with a version or unique values do not compile, for a batch could not check them.
    ///
    /// # Errors
    ///
    /// 503 when items are still unprocessed after six retries without progress, otherwise as for
    /// [`put`](Self::put).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{BatchWriteItem, Item, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Seats")]
    /// # struct Seat { #[item(partition_key)] event: String, #[item(sort_key)] number: u32 }
    /// # async fn example(seats: Table<Seat, BatchWriteItem>) -> Result<()> {
    /// let row: Vec<Seat> = (1..=40).map(|number| Seat { event: "e-7".into(), number }).collect();
    /// seats.put_many(&row).await?; // two calls
    /// seats.delete_many((1..=40).map(|number| ("e-7", number))).await?; // two more
    /// # Ok(()) }
    /// ```
    pub fn put_many<'i, At>(&self, items: impl IntoIterator<Item = &'i T>) -> WriteManyCall<'_>
    where
        T: Item,
        (T::Version, T::Unique): InBatches<T>,
        A: Allows<BatchWriteItem, At>,
    {
        self.put_each(items)
    }

    /// Writes items as they are, without a look at what is stored.
    pub(crate) fn put_each<'i>(&self, items: impl IntoIterator<Item = &'i T>) -> WriteManyCall<'_>
    where
        T: Item,
    {
        let puts = items.into_iter().map(|item| {
            let item = encode(item)?;
            let place = ItemKey::of(T::table().keys(), &item);
            let put = PutRequest::builder().set_item(Some(item)).build().map_err(unbuilt)?;
            Ok((place, WriteRequest::builder().put_request(put).build()))
        });
        WriteManyCall { connection: &self.connection, requests: puts.collect() }
    }

    /// Removes items by their keys: one `BatchWriteItem` for each 25 of them.
    ///
    /// The call does not say whether they were there. A key that no item can have is left out. This is not
    /// a transaction: when it fails, some may have been removed. Versions are not checked, and items with unique values do
    /// not compile.
    ///
    /// # Errors
    ///
    /// 503 when items are still unprocessed after six retries without progress. 503 or 500 as for
    /// [every call](Self#errors).
    pub fn delete_many<At>(&self, keys: impl IntoIterator<Item = impl Key<T::Key>>) -> WriteManyCall<'_>
    where
        T: Item<Unique: InBatches<T>>,
        A: Allows<BatchWriteItem, At>,
    {
        let keys = keys.into_iter().map(encode_key::<T>).filter_map(Result::transpose);
        let deletes = keys.map(|key| {
            let key = key?;
            let place = ItemKey::of(T::table().keys(), &key);
            let delete = DeleteRequest::builder().set_key(Some(key)).build().map_err(unbuilt)?;
            Ok((place, WriteRequest::builder().delete_request(delete).build()))
        });
        WriteManyCall { connection: &self.connection, requests: deletes.collect() }
    }
}

/// A write or removal of many items, from [`Table::put_many`] or [`Table::delete_many`]; nothing is written
/// before `.await`.
#[derive(Debug)]
#[must_use = "nothing is written before `.await`"]
pub struct WriteManyCall<'c> {
    connection: &'c Connection,
    requests: Result<BTreeMap<ItemKey, WriteRequest>>,
}

impl WriteManyCall<'_> {
    async fn send(self) -> Result<()> {
        let (client, name) = self.connection.parts();
        for mut requests in chunks(self.requests?, WRITES) {
            let mut backoff = Backoff::default();
            while !requests.is_empty() {
                let asked = requests.len();
                let call = client
                    .batch_write_item()
                    .request_items(name, requests)
                    .set_return_consumed_capacity(capacity::return_consumed_capacity());
                let output = call.send().await.map_err(|error| failure(BatchWriteItem::NAME, name, error))?;
                capacity::log(BatchWriteItem::NAME, name, output.consumed_capacity().first());
                let left = output.unprocessed_items.and_then(|mut tables| tables.remove(name));
                requests = left.unwrap_or_default();
                backoff.wait(BatchWriteItem::NAME, asked, requests.len()).await?;
            }
        }
        Ok(())
    }
}

impl<'c> IntoFuture for WriteManyCall<'c> {
    type Output = Result<()>;
    type IntoFuture = Call<'c, ()>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
