//! A transaction as an argument of a route, and the writes that it is put together of.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::among::{AmongPairs, KeyAmongPairs};
use super::call::WriteStep;
use super::commit::Prepared;
use super::connections::Connections;
use super::named::NamesItem;
use super::pairs::{Pairs, Writing};
use super::planned::{Otherwise, Planned, What};
use super::unsent::Unsent;
use crate::dynamodb::actions::{ConditionCheckItem, DeleteItem, PutItem, UpdateItem};
use crate::dynamodb::attributes::encode;
use crate::dynamodb::changes::Changes;
use crate::dynamodb::item::Item;
use crate::dynamodb::uniqueness::InTransactions;
use crate::dynamodb::version::Version as _;
use crate::dynamodb::versioned::{self, Expected};
use crate::error::{Error, Result};
use crate::extract::FromRequest;
use crate::request::{Forgotten, Request};
use crate::resources::Resources;
use crate::route::Description;

/// Writes of several items, of one table or of several, that are all made or none: `TransactWriteItems`.
///
/// `P` is a tuple of pairs of an item and what is done with it: [`PutItem`](crate::PutItem),
/// [`UpdateItem`](crate::UpdateItem), [`DeleteItem`](crate::DeleteItem),
/// [`ConditionCheckItem`](crate::ConditionCheckItem), or a tuple of these. As in a [`Table`](crate::Table), it says
/// which methods compile, and what stands in the deployed function's IAM policy. One pair alone has a comma
/// behind it: `Transaction<((Order, PutItem),)>`.
///
/// A transaction has at most 100 writes, and one write for each item. It costs twice what its writes would cost
/// apart. Its writes have no order among themselves: each condition is about what is stored before.
///
/// # What is told of a transaction that is not made
///
/// Each write may have a condition, and an error for when that does not hold:
/// [`otherwise`](WriteStep::otherwise). Where several do not hold, all are told. Errors of one variant are
/// joined, where all fields of the variant are `Vec`s: `OutOfStock { skus }` then has the `skus` of every line
/// that was short. Of different errors the first one is the answer, and the sentences of the others stand in
/// its `details`.
///
/// # When others write at the same time
///
/// DynamoDB cancels a transaction when another one is at work on one of its items, and writes nothing. It is
/// sent anew after a pause of random length, up to eight times and as long as the request has time, and is then
/// a 503 with `Retry-After: 1`. A transaction whose answer was lost is repeated by the SDK with the same token,
/// and is so made once.
///
/// # Examples
///
/// ```
/// use fingerpost::{Error, Item, NoContent, PutItem, Result, Transaction, UpdateItem, route};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, Item)]
/// #[item(table = "Bookings")]
/// struct Booking {
///     #[item(partition_key)]
///     id: String,
///     room: String,
/// }
///
/// #[derive(Serialize, Deserialize, Item)]
/// #[item(table = "Rooms")]
/// struct Room {
///     #[item(partition_key)]
///     name: String,
///     free: u32,
/// }
///
/// /// Books a room.
/// #[route(PUT, "/rooms/<room>/bookings/<id>")]
/// async fn book(
///     room: String,
///     id: String,
///     store: Transaction<((Booking, PutItem), (Room, UpdateItem))>,
/// ) -> Result<NoContent> {
///     let mut writes = store.begin();
///     writes
///         .update(Room::at(&room))
///         .subtract(Room::FREE, 1)
///         .condition(Room::FREE.at_least(1))
///         .or_missing(Error::not_found("No such room"))
///         .otherwise(Error::conflict("The room is taken"));
///     writes.put(&Booking { id, room }).if_not_exists();
///     writes.commit_with(NoContent).await
/// }
/// ```
pub struct Transaction<P> {
    tables: Arc<Connections>,
    /// Whether the requests of the function are made once.
    is_once: bool,
    forgotten: Forgotten,
    pairs: PhantomData<fn() -> P>,
}

/// The connections of a transaction, kept between requests.
struct Opened<P>(Arc<Connections>, PhantomData<fn() -> P>);

impl<P: Pairs<Writing>> FromRequest for Transaction<P> {
    const TRANSACTS: bool = true;

    fn describe(route: &mut Description) {
        P::describe(route);
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        let tables = P::open(resources).await?;
        resources.insert(Opened::<P>(Arc::new(tables), PhantomData));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Self::opened(request.resources).map(|store| Self { forgotten: request.forgotten.clone(), ..store })
    }
}

/// Among the resources of a function whose requests are made once for their keys.
pub(crate) struct MadeOnce;

impl<P: 'static> Transaction<P> {
    /// The transaction, as it was opened.
    pub(crate) fn opened(resources: &Resources) -> Result<Self> {
        let opened = resources.get::<Opened<P>>();
        let opened = opened.ok_or_else(|| Error::internal("the transaction was not opened"))?;
        let is_once = resources.get::<MadeOnce>().is_some();
        Ok(Self {
            tables: Arc::clone(&opened.0),
            is_once,
            forgotten: Forgotten::default(),
            pairs: PhantomData,
        })
    }
}

impl<P> Transaction<P> {
    /// Begins a transaction, of which nothing is written before [`commit`](Writes::commit).
    pub fn begin(&self) -> Writes<'_, P> {
        Writes { forgets_key: self.is_once, ..self.begin_kept() }
    }

    /// Begins a transaction that whoever calls sends with a record, where the request has a key.
    pub(crate) fn begin_kept(&self) -> Writes<'_, P> {
        let planned = Unsent::of(self.forgotten.clone());
        Writes { tables: &self.tables, planned, forgets_key: false, pairs: PhantomData }
    }
}

impl<P> fmt::Debug for Transaction<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Transaction(`{}`)", self.tables.names())
    }
}

/// The writes of a transaction being put together, from [`Transaction::begin`]; nothing is written before
/// [`commit`](Self::commit).
///
/// Writes that are dropped without it are not made. The local cloud and `TestApi` log a warning where the route answers
/// all the same, with a status below 400.
#[must_use = "nothing is written before `commit`"]
pub struct Writes<'t, P> {
    tables: &'t Connections,
    planned: Unsent,
    /// Whether the route takes the key of a request, of which this transaction keeps no record.
    forgets_key: bool,
    pairs: PhantomData<fn() -> P>,
}

impl<P> Writes<'_, P> {
    /// Writes an item, in place of the one with the same key if there is one.
    ///
    /// An item with a version is written with the next one, if the stored item has the version of `item`: see
    /// [`Versioned`](crate::Versioned).
    pub fn put<T, At>(&mut self, item: &T) -> WriteStep<'_, T, PutItem>
    where
        T: Item + AmongPairs<P, PutItem, At>,
        T::Unique: InTransactions<T>,
    {
        let mut read = None;
        let item = encode(item).and_then(|mut item| {
            read = Some(versioned::raise::<T>(&mut item)?.0).filter(|_| T::Version::IS_KEPT);
            Ok(item)
        });
        let step = self.plan(What::Put(item), false);
        step.expecting(read.map(|version| Expected { version, by_client: false }))
    }

    /// Changes attributes of an item. Without one the transaction is not made, unless
    /// [`or_create`](WriteStep::or_create) makes it.
    ///
    /// The key is one that names its table: `Stock::at("tea")`. An update changes at least one attribute, or raises
    /// the version of an item that has one.
    pub fn update<T: Item, At>(
        &mut self,
        key: impl NamesItem<Item = T> + KeyAmongPairs<T, P, UpdateItem, At>,
    ) -> WriteStep<'_, T, UpdateItem> {
        let mut changes = Changes::default();
        if let Some(version) = T::table().version.filter(|_| T::Version::IS_KEPT) {
            changes.raise(version);
        }
        self.plan(What::Update(key.attributes(), changes), true)
    }

    /// Removes an item. Without one the transaction is not made.
    pub fn delete<T: Item, At>(
        &mut self,
        key: impl NamesItem<Item = T> + KeyAmongPairs<T, P, DeleteItem, At>,
    ) -> WriteStep<'_, T, DeleteItem>
    where
        T::Unique: InTransactions<T>,
    {
        self.plan(What::Delete(key.attributes()), true)
    }

    /// Checks an item that the transaction does not change: that it is there, and meets the condition.
    pub fn check<T: Item, At>(
        &mut self,
        key: impl NamesItem<Item = T> + KeyAmongPairs<T, P, ConditionCheckItem, At>,
    ) -> WriteStep<'_, T, ConditionCheckItem> {
        self.plan(What::Check(key.attributes()), true)
    }

    fn plan<T: Item, A>(&mut self, what: What, needs_item: bool) -> WriteStep<'_, T, A> {
        let connection = self.tables.of::<T>().cloned();
        let otherwise = Otherwise::default();
        let planned = Planned { connection, table: T::table(), what, needs_item, condition: None, otherwise };
        WriteStep::of(self.planned.add(planned))
    }

    /// Makes all writes, or none.
    ///
    /// # Errors
    ///
    /// What was said by `otherwise` and `or_missing` of the writes whose conditions do not hold, or a 409. 409 for an
    /// item of another [version](crate::Versioned) than the expected one, or 412 where `if_match` gave the version.
    /// 500 for no writes, for more than 100, for two of one item, and for an update that changes nothing: it is
    /// the route that has to see to that, for example by the rules of a body. For an item as
    /// [`Table::put`](crate::Table::put), and 503 or 500 as for [every call](crate::Table#errors). 500 on a route that
    /// takes [`Idempotent`](crate::Idempotent), before anything is written: a repeat would write again.
    pub async fn commit(self) -> Result<()> {
        let forgets_key = self.forgets_key;
        // Whatever becomes of them: they were not forgotten.
        let prepared = self.prepare();
        if forgets_key {
            return Err(Error::internal(
                "a route that takes `Idempotent` begins its transaction by `begin_once`, which keeps the answer for a \
                 repeat, got one of `begin`",
            ));
        }
        prepared?.send().await
    }

    /// Makes all writes, or none, and returns the answer.
    ///
    /// # Errors
    ///
    /// As [`commit`](Self::commit).
    pub async fn commit_with<R>(self, answer: R) -> Result<R> {
        self.commit().await.map(|()| answer)
    }

    /// Makes the writes ready to be sent.
    pub(crate) fn prepare(self) -> Result<Prepared> {
        let planned = self.planned.sent();
        Prepared::of(self.tables.client()?.clone(), planned)
    }
}

impl<P> fmt::Debug for Writes<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writes({})", self.planned.len())
    }
}
