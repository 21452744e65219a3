//! The methods of an update that change an attribute: set it, add to it, remove it.

use super::changes::Change;
use super::field::{Changeable, List, Number};
use super::item::Item;
use super::update::UpdateCall;
use super::value::Value;
use crate::error::Result;

impl<T: Item, S> UpdateCall<'_, T, S> {
    /// Sets an attribute to a value, whether the item has it already or not.
    pub fn set<V>(self, field: impl Changeable<T, V>, value: impl Value<V>) -> Self {
        self.change(field, value.attribute().map(Change::Set))
    }

    /// Sets an attribute to a value, or removes it where that is `None`.
    pub fn set_or_remove<V>(self, field: impl Changeable<T, V>, value: Option<impl Value<V>>) -> Self {
        let change = value.map_or(Ok(Change::Remove), |value| value.attribute().map(Change::Set));
        self.change(field, change)
    }

    /// Sets an attribute to a value if the item does not have it yet. Null is a value, too.
    pub fn set_if_not_exists<V>(self, field: impl Changeable<T, V>, value: impl Value<V>) -> Self {
        self.change(field, value.attribute().map(Change::SetIfMissing))
    }

    /// Sets an attribute to what another one has, as it is before the update.
    pub fn set_from<V>(self, field: impl Changeable<T, V>, other: impl Changeable<T, V>) -> Self {
        self.change(field, Ok(Change::SetFrom(other.into_field().path)))
    }

    /// Adds a number to an attribute; one that is missing counts as 0.
    ///
    /// DynamoDB adds where the item is stored, so that no request's share is lost when several count at once.
    /// An attribute that is stored as something else than a number is a 500.
    pub fn add<V: Number>(self, field: impl Changeable<T, V>, number: impl Value<V>) -> Self {
        self.change(field, number.attribute().map(Change::Add))
    }

    /// Subtracts a number from an attribute; one that is missing counts as 0. Otherwise as [`add`](Self::add).
    ///
    /// An unsigned attribute can become negative, and is then no longer read: a [`condition`](Self::condition)
    /// such as `Event::SEATS.at_least(2)` prevents it.
    pub fn subtract<V: Number>(self, field: impl Changeable<T, V>, number: impl Value<V>) -> Self {
        self.change(field, number.attribute().map(Change::Subtract))
    }

    /// Puts elements behind those of a list; one that is missing counts as empty.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use fingerpost::{Item, OrError, Result, Table, UpdateItem};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Serialize, Deserialize, Item)]
    /// # #[item(table = "Events")]
    /// # struct Event { #[item(partition_key)] id: String, guests: Vec<String> }
    /// # async fn example(events: Table<Event, UpdateItem>) -> Result<()> {
    /// let update = events.update("e-7").append(Event::GUESTS, ["Ada", "Grace"]);
    /// update.await?.or_not_found("Event not found")?;
    /// # Ok(()) }
    /// ```
    pub fn append<V: List>(
        self,
        field: impl Changeable<T, V>,
        elements: impl IntoIterator<Item = impl Value<V::Element>>,
    ) -> Self {
        let elements: Result<Vec<_>> = elements.into_iter().map(Value::attribute).collect();
        self.change(field, elements.map(Change::Append))
    }

    /// Puts elements before those of a list; one that is missing counts as empty.
    pub fn prepend<V: List>(
        self,
        field: impl Changeable<T, V>,
        elements: impl IntoIterator<Item = impl Value<V::Element>>,
    ) -> Self {
        let elements: Result<Vec<_>> = elements.into_iter().map(Value::attribute).collect();
        self.change(field, elements.map(Change::Prepend))
    }

    /// Removes an attribute, or an element of a list; one that the item does not have stays absent.
    pub fn remove<V>(self, field: impl Changeable<T, V>) -> Self {
        self.change(field, Ok(Change::Remove))
    }

    fn change<V>(mut self, field: impl Changeable<T, V>, change: Result<Change>) -> Self {
        self.changes.push(field.into_field().path, change);
        self
    }
}
