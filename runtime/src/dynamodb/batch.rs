//! Reading, writing and removing many items by their keys: `BatchGetItem` and `BatchWriteItem`.
//!
//! DynamoDB does as much of a batch as it can and hands the rest back. The rest is sent again after a pause,
//! which grows for as long as nothing more gets done. DynamoDB refuses a batch that names a key twice, so
//! keys go through a map first.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::{DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};

use super::actions::{Action, Allows, BatchGetItem, BatchWriteItem};
use super::attributes::{Attributes, decode, encode, encode_key};
use super::client::capacity;
use super::client::failure::failure;
use super::connection::Call;
use super::item::{Item, Key, TableSchema};
use super::item_key::ItemKey;
use super::table::Table;
use crate::error::{Error, Result};

/// The keys that one `BatchGetItem` takes.
const READS: usize = 100;
/// The items that one `BatchWriteItem` takes.
const WRITES: usize = 25;
/// The pauses without progress after which a batch is given up. They take 3 seconds in all.
const MAX_RETRIES: u32 = 6;

impl<T, A> Table<T, A> {
    /// Reads items by their keys: one `BatchGetItem` for each 100 of them.
    ///
    /// The items come in the order of the keys, `None` where there is none; a key that is given twice is read
    /// once. The reads are eventually consistent and cost what a [`get`](Self::get) of each would. One call
    /// answers with up to 16 MB, and what is missing is asked for again.
    ///
    /// # Errors
    ///
    /// 503 when items are still unprocessed after six retries without progress. 503 or 500 as for
    /// [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{BatchGetItem, Item, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String }
    /// # async fn example(ids: Vec<String>, events: Table<Event, BatchGetItem>) -> Result<()> {
    /// let found = events.get_many(ids.iter().map(String::as_str)).await?;
    /// # Ok(()) }
    /// ```
    pub fn get_many<'c, At>(&'c self, keys: impl IntoIterator<Item = Key<'c, T>>) -> Call<'c, Vec<Option<T>>>
    where
        T: Item,
        A: Allows<BatchGetItem, At>,
    {
        Box::pin(self.batch_get(keys.into_iter().map(encode_key::<T>).collect()))
    }

    /// Writes items in place of those with the same keys: one `BatchWriteItem` for each 25 of them.
    ///
    /// They are written in the order of their keys; of two with the same key, the last one is written. This
    /// is not a transaction: when it fails, some may have been written. It costs what a [`put`](Self::put)
    /// of each would.
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
    pub fn put_many<'c, At>(&'c self, items: impl IntoIterator<Item = &'c T>) -> Call<'c, ()>
    where
        T: Item,
        A: Allows<BatchWriteItem, At>,
    {
        let schema = TableSchema::of::<T>();
        let puts = items.into_iter().map(|item| {
            let item = encode(item)?;
            let place = ItemKey::of(&schema, &item);
            let put = PutRequest::builder().set_item(Some(item)).build().map_err(unbuilt)?;
            Ok((place, WriteRequest::builder().put_request(put).build()))
        });
        let puts: Result<BTreeMap<_, _>> = puts.collect();
        Box::pin(async { self.batch_write(puts?).await })
    }

    /// Removes items by their keys: one `BatchWriteItem` for each 25 of them.
    ///
    /// The call does not say whether they were there. A key that no item can have is left out. This is not
    /// a transaction: when it fails, some may have been removed.
    ///
    /// # Errors
    ///
    /// 503 when items are still unprocessed after six retries without progress. 503 or 500 as for
    /// [every call](Self#errors).
    pub fn delete_many<'c, At>(&'c self, keys: impl IntoIterator<Item = Key<'c, T>>) -> Call<'c, ()>
    where
        T: Item,
        A: Allows<BatchWriteItem, At>,
    {
        let schema = TableSchema::of::<T>();
        let deletes = keys.into_iter().filter_map(encode_key::<T>).map(|key| {
            let place = ItemKey::of(&schema, &key);
            let delete = DeleteRequest::builder().set_key(Some(key)).build().map_err(unbuilt)?;
            Ok((place, WriteRequest::builder().delete_request(delete).build()))
        });
        let deletes: Result<BTreeMap<_, _>> = deletes.collect();
        Box::pin(async { self.batch_write(deletes?).await })
    }
}

impl<T: Item, A> Table<T, A> {
    async fn batch_get(&self, keys: Vec<Option<Attributes>>) -> Result<Vec<Option<T>>> {
        let schema = TableSchema::of::<T>();
        let place = |attributes: &Attributes| ItemKey::of(&schema, attributes);
        let places: Vec<Option<ItemKey>> = keys.iter().map(|key| key.as_ref().map(place)).collect();
        // DynamoDB refuses a batch that names a key twice.
        let distinct: BTreeMap<ItemKey, Attributes> =
            keys.into_iter().flatten().map(|key| (place(&key), key)).collect();
        let mut found = BTreeMap::new();
        for mut keys in chunks(distinct, READS) {
            let mut backoff = Backoff::default();
            while !keys.is_empty() {
                let asked = keys.len();
                let (items, left) = self.batch_get_once(keys).await?;
                found.extend(items.into_iter().map(|item| (place(&item), item)));
                keys = left;
                backoff.wait(BatchGetItem::NAME, asked, keys.len()).await?;
            }
        }
        let items = places.iter().map(|place| found.get(place.as_ref()?).cloned());
        items.map(|item| item.map(decode::<T, T>).transpose()).collect()
    }

    /// Makes one call, and returns the items found and the keys that DynamoDB left unprocessed.
    async fn batch_get_once(&self, keys: Vec<Attributes>) -> Result<(Vec<Attributes>, Vec<Attributes>)> {
        let (client, name) = self.connection.parts();
        let keys = KeysAndAttributes::builder().set_keys(Some(keys)).build().map_err(unbuilt)?;
        let call = client
            .batch_get_item()
            .request_items(name, keys)
            .set_return_consumed_capacity(capacity::return_consumed_capacity());
        let output = call.send().await.map_err(|error| failure(BatchGetItem::NAME, name, error))?;
        capacity::log(BatchGetItem::NAME, name, output.consumed_capacity().first());
        let items = output.responses.and_then(|mut tables| tables.remove(name));
        let left = output.unprocessed_keys.and_then(|mut tables| tables.remove(name));
        Ok((items.unwrap_or_default(), left.map(|left| left.keys).unwrap_or_default()))
    }

    async fn batch_write(&self, requests: BTreeMap<ItemKey, WriteRequest>) -> Result<()> {
        let (client, name) = self.connection.parts();
        for mut requests in chunks(requests, WRITES) {
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

fn unbuilt(error: aws_sdk_dynamodb::error::BuildError) -> Error {
    Error::internal("a batch cannot be built").caused_by(error)
}

/// Batches of at most `size`, in the order of their keys.
fn chunks<V>(all: BTreeMap<ItemKey, V>, size: usize) -> impl Iterator<Item = Vec<V>> {
    let mut values = all.into_values();
    std::iter::from_fn(move || Some(values.by_ref().take(size).collect::<Vec<V>>()))
        .take_while(|chunk| !chunk.is_empty())
}

/// How long to wait before what is left of a batch is sent again.
#[derive(Default)]
struct Backoff {
    pauses: u32,
}

impl Backoff {
    /// Waits, if anything is left. AWS's page on `BatchWriteItem` asks for exponential backoff: each pause is
    /// about twice as long as the one before while there is no progress. Its length is partly random, so that
    /// functions that were throttled together do not come back together.
    ///
    /// # Errors
    ///
    /// 503 when there were [`MAX_RETRIES`] pauses without progress.
    async fn wait(&mut self, action: &str, asked: usize, left: usize) -> Result<()> {
        if left == 0 {
            return Ok(());
        }
        self.pauses = if left < asked { 1 } else { self.pauses + 1 };
        if self.pauses > MAX_RETRIES {
            return Err(Error::new(503, format!("{action}: DynamoDB leaves {left} items unprocessed")));
        }
        let longest = 25 << self.pauses;
        tokio::time::sleep(Duration::from_millis(fastrand::u64(longest / 2..=longest))).await;
        Ok(())
    }
}
