//! All items of a list, one after the other, as DynamoDB's pages come in.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use serde::de::DeserializeOwned;

use super::attributes::Attributes;
use super::connection::Call;
use super::item::Item;
use super::listing::Listing;
use super::pages::{Fetch, Pages};
use crate::error::Result;

/// All items of a list, from [`QueryCall::all`](crate::QueryCall::all) or
/// [`ScanCall::all`](crate::ScanCall::all): by `.await` at once, by [`next`](Self::next) one after the other, or
/// as a `Stream` of `futures`.
///
/// A page is read when the items of the one before it are used up. Whoever stops asking reads no further.
///
/// # Examples
///
/// ```no_run
/// # use fingerpost::{Item, Result, Scan, Table};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Events")]
/// # struct Event { #[item(partition_key)] id: String, seats: u32 }
/// # async fn example(events: Table<Event, Scan>) -> Result<()> {
/// let mut seats = 0;
/// let mut all = events.scan().all();
/// while let Some(event) = all.next().await? {
///     seats += event.seats;
///     if seats > 1000 {
///         break;
///     }
/// }
/// let all: Vec<Event> = events.scan().all().await?;
/// # Ok(()) }
/// ```
#[must_use = "nothing is read before `.await` or `next`"]
pub struct Items<'c, R>(Pin<Box<dyn Stream<Item = Result<R>> + Send + 'c>>);

impl<'c, R> Items<'c, R> {
    /// The items of a listing whose calls are these. `None` is one that has no items.
    pub(super) fn of<T, F>(listing: Listing<'c, T, R>, pages: Result<Option<Pages<F>>>) -> Self
    where
        T: Item,
        R: DeserializeOwned + 'c,
        F: Fetch + 'c,
    {
        let left = listing.limit.map(|limit| limit as usize);
        let reading = Reading { listing, pages: Some(pages), left, read: Vec::new().into_iter() };
        Self(Box::pin(stream::try_unfold(reading, |mut reading| async {
            Ok(reading.next().await?.map(|item| (item, reading)))
        })))
    }

    /// Returns the next item, or `None` after the last.
    ///
    /// # Errors
    ///
    /// 500 when a stored item does not fit its type. 503 or 500 as for
    /// [every call](crate::Table#errors). After an error there are no more items.
    pub async fn next(&mut self) -> Result<Option<R>> {
        self.0.next().await.transpose()
    }
}

/// Where the reading of all items is.
struct Reading<'c, T, R, F> {
    listing: Listing<'c, T, R>,
    /// The pages, until a first one was asked for maybe the reason why there are none.
    pages: Option<Result<Option<Pages<F>>>>,
    /// How many items to read at most.
    left: Option<usize>,
    /// What was read and not yet asked for.
    read: vec::IntoIter<Attributes>,
}

impl<T: Item, R: DeserializeOwned, F: Fetch> Reading<'_, T, R, F> {
    async fn next(&mut self) -> Result<Option<R>> {
        while self.left != Some(0) {
            if let Some(attributes) = self.read.next() {
                self.left = self.left.map(|left| left - 1);
                return self.listing.decode(self.listing.read_of(attributes)).map(Some);
            }
            let Some(mut pages) = self.pages.take().transpose()?.flatten() else { return Ok(None) };
            let Some(page) = pages.next(self.left).await? else { return Ok(None) };
            self.read = page.items.into_iter();
            self.pages = Some(Ok(Some(pages)));
        }
        Ok(None)
    }
}

impl<R> Stream for Items<'_, R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<R>>> {
        self.0.as_mut().poll_next(context)
    }
}

/// Reads all items into memory.
impl<'c, R: Send + 'c> IntoFuture for Items<'c, R> {
    type Output = Result<Vec<R>>;
    type IntoFuture = Call<'c, Vec<R>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.try_collect())
    }
}

impl<R> fmt::Debug for Items<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
