//! Reading one item by its key: `GetItem`, as it stands, consistently, or only some attributes of it.
//!
//! A key that no item can have, such as an empty string, is not sent. DynamoDB would refuse the request,
//! while to a client the item is simply not there.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::actions::{Action, Allows, GetItem};
use super::attributes::{Attributes, check_known, decode, encode_key, only};
use super::client::capacity;
use super::client::failure::failure;
use super::connection::{Call, Connection};
use super::expiry;
use super::expression::Expression;
use super::item::Item;
use super::key::Key;
use super::projection;
use super::schema::TableSchema;
use super::table::Table;
use crate::error::Result;

impl<T, A> Table<T, A> {
    /// Reads one item by its key, or `None` when there is none: one `GetItem`.
    ///
    /// The read is eventually consistent: it may miss a write of the last moments, and costs half of a
    /// [`consistent`](GetCall::consistent) one. A key is the partition key, or a pair where the table has a
    /// sort key as well, see [`Key`](crate::Key).
    ///
    /// # Errors
    ///
    /// 503 or 500 as for [every call](Self#errors).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{GetItem, Item, OrError, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String }
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Seats")]
    /// # struct Seat { #[item(partition_key)] event: String, #[item(sort_key)] number: u32 }
    /// # async fn example(events: Table<Event, GetItem>, seats: Table<Seat, GetItem>) -> Result<()> {
    /// let event = events.get("e-7").await?.or_not_found("Event not found")?;
    /// let seat: Option<Seat> = seats.get(("e-7", 12)).consistent().await?;
    /// # Ok(()) }
    /// ```
    pub fn get<At>(&self, key: impl Key<T::Key>) -> GetCall<'_, T>
    where
        T: Item,
        A: Allows<GetItem, At>,
    {
        GetCall {
            connection: &self.connection,
            table: T::table(),
            key: encode_key::<T>(key),
            consistent: false,
            attributes: None,
            types: PhantomData,
        }
    }
}

/// A read being put together, from [`Table::get`]; nothing is read before `.await`.
///
/// `T` is the item of the table, and `R` what is read of it, which [`project`](Self::project) changes.
#[derive(Debug)]
#[must_use = "nothing is read before `.await`"]
pub struct GetCall<'c, T, R = T> {
    connection: &'c Connection,
    table: &'static TableSchema,
    key: Result<Option<Attributes>>,
    consistent: bool,
    /// The attributes to read, or `None` for all of them.
    attributes: Option<&'static [&'static str]>,
    types: PhantomData<fn() -> (T, R)>,
}

impl<'c, T, R> GetCall<'c, T, R> {
    /// Sees every write that succeeded before, and costs twice as much: a strongly consistent read.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Reads only those attributes that `P` has fields for, as `serde` names them.
    ///
    /// A type that may hold any field, such as a map or a struct with `#[serde(flatten)]`, reads all of them.
    /// The answer is shorter, but costs as many capacity units: DynamoDB counts the item as it is stored.
    ///
    /// # Errors
    ///
    /// 500 when what was read is not a `P`, and, except in a production binary, when `P` has a field that the item of the
    /// table does not have.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{GetItem, Item, Result, Table};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, name: String, program: String }
    /// #[derive(Deserialize)]
    /// struct Title {
    ///     name: String,
    /// }
    /// # async fn example(events: Table<Event, GetItem>) -> Result<()> {
    /// let title = events.get("e-7").project::<Title>().await?;
    /// # Ok(()) }
    /// ```
    pub fn project<P: DeserializeOwned>(self) -> GetCall<'c, T, P> {
        let Self { connection, table, key, consistent, .. } = self;
        GetCall {
            connection,
            table,
            key,
            consistent,
            attributes: projection::attributes::<P>(),
            types: PhantomData,
        }
    }

    async fn send(self) -> Result<Option<R>>
    where
        R: DeserializeOwned,
    {
        check_known(self.table, self.attributes)?;
        let Some(key) = self.key? else { return Ok(None) };
        let (client, name) = self.connection.parts();
        let mut call = client
            .get_item()
            .table_name(name)
            .set_key(Some(key))
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .consistent_read(self.consistent);
        if let Some(attributes) = self.attributes {
            let mut expression = Expression::default();
            let attributes = expiry::with(self.table, attributes);
            call = call.projection_expression(projection::write(attributes, &mut expression));
            call = call.set_expression_attribute_names(expression.parts().0);
        }
        let output = call.send().await.map_err(|error| failure(GetItem::NAME, name, error))?;
        capacity::log(GetItem::NAME, name, output.consumed_capacity());
        let item = output.item.filter(|item| !expiry::is_over(self.table, item));
        item.map(|item| decode(self.table, only(self.attributes, item))).transpose()
    }
}

impl<'c, T: 'c, R: DeserializeOwned + 'c> IntoFuture for GetCall<'c, T, R> {
    type Output = Result<Option<R>>;
    type IntoFuture = Call<'c, Option<R>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
