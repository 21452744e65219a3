//! Many items by their keys. DynamoDB does as much of a batch as it can and hands the rest
//! back: that is sent again, after a pause, which grows while nothing is done.

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_dynamodb::types::{DeleteRequest, KeysAndAttributes, PutRequest, WriteRequest};

use super::actions::{Allows, BatchGetItem, BatchWriteItem};
use super::attributes::{Attributes, decode, encode, encode_key};
use super::client::capacity;
use super::client::failure::failure;
use super::connection::Call;
use super::item::{Item, Key, TableSchema};
use super::item_key::ItemKey;
use super::table::Table;
use crate::error::{Error, Result};

/// Keys that `BatchGetItem` takes.
const READS: usize = 100;
/// Items that `BatchWriteItem` takes.
const WRITES: usize = 25;
/// Pauses without progress after which a batch is given up: 3 s in all.
const MAX_RETRIES: u32 = 6;

impl<T, A> Table<T, A> {
    /// Reads items by their keys, a hundred a call; each as it stands among the keys, `None`
    /// where there is none.
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
    ///
    /// # Errors
    ///
    /// 503 when items are still unprocessed after six pauses without progress, 500 when it fails or a stored item is not a `T`.
    pub fn get_many<'c, At>(&'c self, keys: impl IntoIterator<Item = Key<'c, T>>) -> Call<'c, Vec<Option<T>>>
    where
        T: Item,
        A: Allows<BatchGetItem, At>,
    {
        Box::pin(self.batch_get(keys.into_iter().map(encode_key::<T>).collect()))
    }

    /// Writes items whole, 25 a call, over those with the same keys. Of two with one key, the
    /// last is written. It is no transaction: when it fails, some may have been written.
    ///
    /// # Errors
    ///
    /// 503 when items are still unprocessed after six pauses without progress, otherwise as [`put`](Self::put).
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

    /// Removes items by their keys, 25 a call; what is not there stays so. It is no
    /// transaction: when it fails, some may have been removed.
    ///
    /// # Errors
    ///
    /// 503 when items are still unprocessed after six pauses without progress, 500 when it fails.
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
                backoff.wait("BatchGetItem", asked, keys.len()).await?;
            }
        }
        let items = places.iter().map(|place| found.get(place.as_ref()?).cloned());
        items.map(|item| item.map(decode::<T, T>).transpose()).collect()
    }

    /// One call: the items found, and the keys that DynamoDB left.
    async fn batch_get_once(&self, keys: Vec<Attributes>) -> Result<(Vec<Attributes>, Vec<Attributes>)> {
        let (client, name) = self.connection.parts();
        let keys = KeysAndAttributes::builder().set_keys(Some(keys)).build().map_err(unbuilt)?;
        let call = client
            .batch_get_item()
            .request_items(name, keys)
            .set_return_consumed_capacity(capacity::return_consumed_capacity());
        let output = call.send().await.map_err(|error| failure("BatchGetItem", name, error))?;
        capacity::log("BatchGetItem", name, output.consumed_capacity().first());
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
                let output = call.send().await.map_err(|error| failure("BatchWriteItem", name, error))?;
                capacity::log("BatchWriteItem", name, output.consumed_capacity().first());
                let left = output.unprocessed_items.and_then(|mut tables| tables.remove(name));
                requests = left.unwrap_or_default();
                backoff.wait("BatchWriteItem", asked, requests.len()).await?;
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

/// How long one batch is waited for.
#[derive(Default)]
struct Backoff {
    pauses: u32,
}

impl Backoff {
    /// Pauses before what is left is sent again, as DynamoDB asks for: each time about twice as
    /// long while there is no progress, at random so that functions throttled together do not
    /// come back together.
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
