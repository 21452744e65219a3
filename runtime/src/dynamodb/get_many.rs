//! Reading many items by their keys: `BatchGetItem`.
//!
//! DynamoDB does as much of a batch as it can and hands the rest back, which is sent again after a pause, see
//! `batch.rs`. DynamoDB refuses a batch that names a key twice, so keys go through a map first.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::KeysAndAttributes;
use serde::de::DeserializeOwned;

use super::actions::{Action, Allows, BatchGetItem};
use super::attributes::{Attributes, check_known, decode, encode_key, only};
use super::batch::{Backoff, chunks, unbuilt};
use super::client::capacity;
use super::client::failure::failure;
use super::connection::{Call, Connection};
use super::expiry;
use super::expression::Expression;
use super::item::Item;
use super::item_key::ItemKey;
use super::key::Key;
use super::projection;
use super::table::Table;
use crate::error::Result;

/// The keys that one `BatchGetItem` takes.
const READS: usize = 100;

impl<T, A> Table<T, A> {
    /// Reads items by their keys: one `BatchGetItem` for each 100 of them.
    ///
    /// The items come in the order of the keys, `None` where there is none; a key that is given twice is read
    /// once. The reads are eventually consistent unless [`consistent`](GetManyCall::consistent) says otherwise,
    /// and cost what a [`get`](Self::get) of each would. One call answers with up to 16 MB, and what is missing
    /// is asked for again.
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
    /// let found = events.get_many(&ids).await?;
    /// # Ok(()) }
    /// ```
    pub fn get_many<At>(&self, keys: impl IntoIterator<Item = impl Key<T::Key>>) -> GetManyCall<'_, T>
    where
        T: Item,
        A: Allows<BatchGetItem, At>,
    {
        GetManyCall {
            connection: &self.connection,
            keys: keys.into_iter().map(encode_key::<T>).collect(),
            consistent: false,
            attributes: None,
            types: PhantomData,
        }
    }
}

/// A read of many items being put together, from [`Table::get_many`]; nothing is read before `.await`.
#[derive(Debug)]
#[must_use = "nothing is read before `.await`"]
pub struct GetManyCall<'c, T, R = T> {
    connection: &'c Connection,
    keys: Result<Vec<Option<Attributes>>>,
    consistent: bool,
    attributes: Option<&'static [&'static str]>,
    types: PhantomData<fn() -> (T, R)>,
}

impl<'c, T: Item, R> GetManyCall<'c, T, R> {
    /// Sees every write that succeeded before, and costs twice as much: a strongly consistent read.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Reads only those attributes that `P` has fields for, as [`GetCall::project`](crate::GetCall::project).
    pub fn project<P: DeserializeOwned>(self) -> GetManyCall<'c, T, P> {
        let Self { connection, keys, consistent, .. } = self;
        let attributes = projection::attributes::<P>();
        GetManyCall { connection, keys, consistent, attributes, types: PhantomData }
    }

    async fn send(mut self) -> Result<Vec<Option<R>>>
    where
        R: DeserializeOwned,
    {
        check_known(T::table(), self.attributes)?;
        let keys = std::mem::replace(&mut self.keys, Ok(Vec::new()))?;
        let place = |attributes: &Attributes| ItemKey::of(T::table().keys(), attributes);
        let places: Vec<Option<ItemKey>> = keys.iter().map(|key| key.as_ref().map(place)).collect();
        // DynamoDB refuses a batch that names a key twice.
        let distinct: BTreeMap<ItemKey, Attributes> =
            keys.into_iter().flatten().map(|key| (place(&key), key)).collect();
        let mut found = BTreeMap::new();
        for mut keys in chunks(distinct, READS) {
            let mut backoff = Backoff::default();
            while !keys.is_empty() {
                let asked = keys.len();
                let (items, left) = self.send_once(keys).await?;
                found.extend(items.into_iter().map(|item| (place(&item), item)));
                keys = left;
                backoff.wait(BatchGetItem::NAME, asked, keys.len()).await?;
            }
        }
        let items = places.iter().map(|place| found.get(place.as_ref()?).cloned());
        items.map(|item| item.map_or(Ok(None), |item| self.decode(item))).collect()
    }

    /// Makes one call, and returns the items found and the keys that DynamoDB left unprocessed.
    async fn send_once(&self, keys: Vec<Attributes>) -> Result<(Vec<Attributes>, Vec<Attributes>)> {
        let (client, name) = self.connection.parts();
        let mut asked = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(self.consistent);
        if let Some(attributes) = self.attributes {
            // The keys tell which item is which.
            let keys = T::table().key().filter(|key| !attributes.contains(key));
            let mut expression = Expression::default();
            let attributes = expiry::with(T::table(), attributes).chain(keys);
            let projection = projection::write(attributes, &mut expression);
            asked = asked.projection_expression(projection);
            asked = asked.set_expression_attribute_names(expression.parts().0);
        }
        let call = client
            .batch_get_item()
            .request_items(name, asked.build().map_err(unbuilt)?)
            .set_return_consumed_capacity(capacity::return_consumed_capacity());
        let output = call.send().await.map_err(|error| failure(BatchGetItem::NAME, name, error))?;
        capacity::log(BatchGetItem::NAME, name, output.consumed_capacity().first());
        let items = output.responses.and_then(|mut tables| tables.remove(name));
        let left = output.unprocessed_keys.and_then(|mut tables| tables.remove(name));
        Ok((items.unwrap_or_default(), left.map(|left| left.keys).unwrap_or_default()))
    }

    /// An item that was found, or `None` where it has expired.
    fn decode(&self, attributes: Attributes) -> Result<Option<R>>
    where
        R: DeserializeOwned,
    {
        let table = T::table();
        if expiry::is_over(table, &attributes) {
            return Ok(None);
        }
        decode(table, only(self.attributes, attributes)).map(Some)
    }
}

impl<'c, T: Item, R: DeserializeOwned + Send + 'c> IntoFuture for GetManyCall<'c, T, R> {
    type Output = Result<Vec<Option<R>>>;
    type IntoFuture = Call<'c, Vec<Option<R>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
