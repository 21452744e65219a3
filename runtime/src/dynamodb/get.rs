//! Reading: one item by its key, the items of a partition, all of them.

use serde::de::DeserializeOwned;

use super::actions::{Allows, GetItem};
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
    /// Reads one item by its key; `None` when there is none.
    ///
    /// # Errors
    ///
    /// 500 when DynamoDB fails or the stored item is not a `T`.
    pub fn get<'c, At>(&'c self, key: Key<'c, T>) -> Call<'c, Option<T>>
    where
        T: Item,
        A: Allows<GetItem, At>,
    {
        Box::pin(self.get_item(encode_key::<T>(key), false, None))
    }

    /// Reads one item by its key, and sees every write that came before; costs twice a `get`.
    ///
    /// # Errors
    ///
    /// As [`get`](Self::get).
    pub fn get_consistent<'c, At>(&'c self, key: Key<'c, T>) -> Call<'c, Option<T>>
    where
        T: Item,
        A: Allows<GetItem, At>,
    {
        Box::pin(self.get_item(encode_key::<T>(key), true, None))
    }

    /// Reads of one item only the attributes that `P` has, its fields as `serde` names them:
    /// fewer bytes, for the same capacity units.
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
    ///
    /// # Errors
    ///
    /// 500 when DynamoDB fails or the stored item is not a `P`.
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
        let output = call.send().await.map_err(|error| failure("GetItem", name, error))?;
        capacity::log("GetItem", name, output.consumed_capacity());
        output.item.map(decode::<T, R>).transpose()
    }
}
