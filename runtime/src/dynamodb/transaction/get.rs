//! Reading several items as they are at one moment: `TransactGetItems`.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{Get, TransactGetItem};

use super::connections::Connections;
use super::pairs::{Pairs, Reading, Transacts};
use crate::dynamodb::actions::GetItem;
use crate::dynamodb::attributes::{Attributes, decode, encode_values};
use crate::dynamodb::client::capacity;
use crate::dynamodb::client::failure::failure;
use crate::dynamodb::connection::Call;
use crate::dynamodb::expiry;
use crate::dynamodb::item::Item;
use crate::dynamodb::key::ItemAt;
use crate::dynamodb::pauses::Pauses;
use crate::error::{Error, FailedCall, Result};
use crate::extract::FromRequest;
use crate::request::Request;
use crate::resources::Resources;
use crate::route::Description;

/// The items that one call reads.
const READS: usize = 100;

const ACTION: &str = "TransactGetItems";

/// Reads of several items, of one table or of several, as they are at one moment: `TransactGetItems`.
///
/// `P` is a tuple of pairs of an item and [`GetItem`], as in a [`Transaction`](crate::Transaction). A call reads
/// at most 100 items, and costs twice what consistent reads of each would cost.
///
/// # Examples
///
/// ```no_run
/// # use fingerpost::{GetItem, Item, Result, TransactGet};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Bookings")]
/// # struct Booking { #[item(partition_key)] id: String }
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Rooms")]
/// # struct Room { #[item(partition_key)] name: String }
/// # async fn example(store: TransactGet<((Booking, GetItem), (Room, GetItem))>) -> Result<()> {
/// let (booking, room) = store.get((Booking::at("b-7"), Room::at("Turing"))).await?;
/// let booking: Option<Booking> = booking;
/// let rooms: Vec<Option<Room>> = store.get(vec![Room::at("Turing"), Room::at("Hopper")]).await?;
/// # drop((booking, room, rooms)); Ok(()) }
/// ```
pub struct TransactGet<P> {
    tables: Arc<Connections>,
    pairs: PhantomData<fn() -> P>,
}

/// The connections of the reads, kept between requests.
struct Opened<P>(Arc<Connections>, PhantomData<fn() -> P>);

impl<P: Pairs<Reading>> FromRequest for TransactGet<P> {
    fn describe(route: &mut Description) {
        P::describe(route);
    }

    async fn open(resources: &mut Resources) -> Result<()> {
        let tables = P::open(resources).await?;
        resources.insert(Opened::<P>(Arc::new(tables), PhantomData));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let opened = request.resources.get::<Opened<P>>();
        let opened = opened.ok_or_else(|| Error::internal("the reads were not opened"))?;
        Ok(Self { tables: Arc::clone(&opened.0), pairs: PhantomData })
    }
}

/// Keys of items that are read together: an [`ItemAt`], a `Vec` of them, or a tuple of up to four of either. `At`
/// says where in `P` the items are, and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read by this transaction",
    label = "not a key of an item in the signature",
    note = "a key names its item, as in `Order::at(\"o-7\")`, and the item is among the pairs in the signature: `TransactGet<((Order, GetItem),)>`; several keys are a `Vec` or a tuple"
)]
pub trait ReadKeys<P, At>: Send {
    /// What is read: an `Option` of the item for each key.
    type Found;

    /// What is left of the keys once they are planned: how many there are of each.
    #[doc(hidden)]
    type Planned: Send;

    /// Adds the reads.
    #[doc(hidden)]
    fn plan(self, reads: &mut Plan<'_>) -> Result<Self::Planned>;

    /// Takes what was read, in the same order.
    #[doc(hidden)]
    fn take(planned: Self::Planned, found: &mut Answers) -> Result<Self::Found>;
}

/// The reads of a call as they are put together.
#[doc(hidden)]
pub struct Plan<'t> {
    tables: &'t Connections,
    /// `None` for a key that no item can have, which is not sent.
    reads: Vec<Option<TransactGetItem>>,
}

/// What was read, in order.
#[doc(hidden)]
pub struct Answers(std::vec::IntoIter<Option<Attributes>>);

#[diagnostic::do_not_recommend]
impl<P: Transacts<T, GetItem, At>, T: Item, At> ReadKeys<P, At> for ItemAt<T> {
    type Found = Option<T>;
    type Planned = ();

    fn plan(self, reads: &mut Plan<'_>) -> Result<()> {
        let connection = reads.tables.of::<T>()?;
        let key = encode_values(T::table(), self.values?)?;
        let read = key.map(|key| Get::builder().table_name(connection.parts().1).set_key(Some(key)).build());
        let read =
            read.transpose().map_err(|error| Error::internal("a read cannot be built").caused_by(error))?;
        reads.reads.push(read.map(|read| TransactGetItem::builder().get(read).build()));
        Ok(())
    }

    fn take((): (), found: &mut Answers) -> Result<Option<T>> {
        let item = found.0.next().flatten().filter(|item| !expiry::is_over(T::table(), item));
        item.map(|item| decode(T::table(), item)).transpose()
    }
}

#[diagnostic::do_not_recommend]
impl<P, At, R: ReadKeys<P, At>> ReadKeys<P, At> for Vec<R> {
    type Found = Vec<R::Found>;
    type Planned = Vec<R::Planned>;

    fn plan(self, reads: &mut Plan<'_>) -> Result<Self::Planned> {
        self.into_iter().map(|keys| keys.plan(reads)).collect()
    }

    fn take(planned: Self::Planned, found: &mut Answers) -> Result<Self::Found> {
        planned.into_iter().map(|planned| R::take(planned, found)).collect()
    }
}

macro_rules! tuples {
    ($($($keys:ident $at:ident $index:tt),*;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<P, $($at, $keys: ReadKeys<P, $at>),*> ReadKeys<P, ($($at,)*)> for ($($keys,)*) {
            type Found = ($($keys::Found,)*);
            type Planned = ($($keys::Planned,)*);

            fn plan(self, reads: &mut Plan<'_>) -> Result<Self::Planned> {
                Ok(($(self.$index.plan(reads)?,)*))
            }

            fn take(planned: Self::Planned, found: &mut Answers) -> Result<Self::Found> {
                Ok(($($keys::take(planned.$index, found)?,)*))
            }
        }
    )*};
}

tuples! {
    A AtA 0, B AtB 1;
    A AtA 0, B AtB 1, C AtC 2;
    A AtA 0, B AtB 1, C AtC 2, D AtD 3;
}

impl<P> TransactGet<P> {
    /// Reads the items of these keys, as they are at one moment: one `TransactGetItems`.
    ///
    /// An item that is not there is `None`. Where a transaction is at work on one of them, the call is made again
    /// after a pause, as a [`Transaction`](crate::Transaction) is.
    ///
    /// # Errors
    ///
    /// 500 for more than 100 keys. 503 or 500 as for [every call](crate::Table#errors).
    pub fn get<K, At, Found>(&self, keys: K) -> Call<'_, Found>
    where
        // A projection in the return type would be a second error for keys that cannot be read.
        K: ReadKeys<P, At, Found = Found> + 'static,
        P: 'static,
        At: 'static,
    {
        let mut plan = Plan { tables: &self.tables, reads: Vec::new() };
        let planned = keys.plan(&mut plan);
        let reads = plan.reads;
        Box::pin(async move {
            let planned = planned?;
            let sent = reads.iter().flatten().cloned().collect();
            let mut answers = self.send(sent).await?.into_iter();
            let read = |read: &Option<_>| read.as_ref().and_then(|_| answers.next().flatten());
            let answers: Vec<_> = reads.iter().map(read).collect();
            K::take(planned, &mut Answers(answers.into_iter()))
        })
    }

    async fn send(&self, reads: Vec<TransactGetItem>) -> Result<Vec<Option<Attributes>>> {
        if reads.is_empty() {
            return Ok(Vec::new());
        }
        if reads.len() > READS {
            let count = reads.len();
            return Err(Error::internal(format!("a transaction reads at most {READS} items, got {count}")));
        }
        let client = self.tables.client()?;
        let mut pauses = Pauses::default();
        loop {
            let call = client.transact_get_items().set_transact_items(Some(reads.clone()));
            let call = call.set_return_consumed_capacity(capacity::return_consumed_capacity());
            match Box::pin(call.send()).await {
                Ok(output) => {
                    capacity::log_all(ACTION, output.consumed_capacity());
                    let items = output.responses.unwrap_or_default();
                    return Ok(items.into_iter().map(|found| found.item).collect());
                }
                Err(error) => {
                    let canceled = error.code() == Some("TransactionCanceledException");
                    let can_pass = canceled && FailedCall::of(&error) == Some(FailedCall::Again);
                    if !can_pass || !pauses.wait().await {
                        return Err(failure(ACTION, &self.tables.names(), error));
                    }
                }
            }
        }
    }
}

impl<P> fmt::Debug for TransactGet<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TransactGet(`{}`)", self.tables.names())
    }
}
