//! Reading one item by its key: `GetItem`, as it stands, consistently, or only some attributes of it.
//!
//! A key that no item can have, such as an empty string, is not sent. DynamoDB would refuse the request,
//! while to a client the item is simply not there.

use serde::de::DeserializeOwned;

use super::actions::{Action, Allows, GetItem};
use super::attributes::{Attributes, decode, encode_key, non_empty};
use super::client::capacity;
use super::client::failure::failure;
use super::condition::Expression;
use super::connection::Call;
use super::item::{Item, Key};
use super::projection;
use super::table::Table;
use crate::error::Result;

impl<T, A> Table<T, A> {
    /// Reads one item by its key, or `None` when there is none: one `GetItem`.
    ///
    /// The read is eventually consistent: it may miss a write of the last moments, and costs half of
    /// [`get_consistent`](Self::get_consistent). A key is the partition key, or a pair where the table has a
    /// sort key as well, see [`Key`].
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
    /// let seat: Option<Seat> = seats.get(("e-7", 12)).await?;
    /// # Ok(()) }
    /// ```
    pub fn get<'c, At>(&'c self, key: Key<'c, T>) -> Call<'c, Option<T>>
    where
        T: Item,
        A: Allows<GetItem, At>,
    {
        Box::pin(self.get_item(encode_key::<T>(key), false, None))
    }

    /// Reads one item by its key as [`get`](Self::get) does, and sees every write that succeeded before.
    ///
    /// This is DynamoDB's strongly consistent read: one `GetItem`, which costs twice as much as `get`.
    ///
    /// # Errors
    ///
    /// 503 or 500 as for [every call](Self#errors).
    pub fn get_consistent<'c, At>(&'c self, key: Key<'c, T>) -> Call<'c, Option<T>>
    where
        T: Item,
        A: Allows<GetItem, At>,
    {
        Box::pin(self.get_item(encode_key::<T>(key), true, None))
    }

    /// Reads those attributes of one item that `P` has fields for: one `GetItem` with a projection.
    ///
    /// The attributes are the fields of `P` as `serde` names them. A type that may hold any field, such as a
    /// map or a struct with `#[serde(flatten)]`, reads all of them. The answer is shorter than that of
    /// [`get`](Self::get), but costs as many capacity units: DynamoDB counts the item as it is stored.
    ///
    /// # Errors
    ///
    /// 503 or 500 as for [every call](Self#errors); 500 when what was read is not a `P`.
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
    /// let title: Option<Title> = events.get_projected("e-7").await?;
    /// # Ok(()) }
    /// ```
    pub fn get_projected<'c, P, At>(&'c self, key: Key<'c, T>) -> Call<'c, Option<P>>
    where
        T: Item,
        A: Allows<GetItem, At>,
        P: DeserializeOwned + 'c,
    {
        Box::pin(self.get_item(encode_key::<T>(key), false, projection::attributes::<P>()))
    }
}

impl<T: Item, A> Table<T, A> {
    async fn get_item<R: DeserializeOwned>(
        &self,
        key: Option<Attributes>,
        consistent: bool,
        attributes: Option<&'static [&'static str]>,
    ) -> Result<Option<R>> {
        let Some(key) = key else { return Ok(None) };
        let (client, name) = self.connection.parts();
        let mut call = client
            .get_item()
            .table_name(name)
            .set_key(Some(key))
            .set_return_consumed_capacity(capacity::return_consumed_capacity())
            .consistent_read(consistent);
        if let Some(attributes) = attributes {
            let mut expression = Expression::default();
            call = call.projection_expression(projection::write(attributes.iter().copied(), &mut expression));
            call = call.set_expression_attribute_names(non_empty(expression.names().collect()));
        }
        let output = call.send().await.map_err(|error| failure(GetItem::NAME, name, error))?;
        capacity::log(GetItem::NAME, name, output.consumed_capacity());
        output.item.map(decode::<T, R>).transpose()
    }
}
