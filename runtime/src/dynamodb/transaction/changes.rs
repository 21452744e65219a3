//! What an update in a transaction changes. Each method is what it is for [`Table::update`](crate::Table::update).

#![expect(clippy::return_self_not_must_use, reason = "the transaction has the write already")]

use super::call::WriteStep;
use crate::dynamodb::actions::UpdateItem;
use crate::dynamodb::changes::Change;
use crate::dynamodb::field::{Changeable, List, Number};
use crate::dynamodb::item::Item;
use crate::dynamodb::value::Value;
use crate::error::Result;

impl<T: Item> WriteStep<'_, T, UpdateItem> {
    /// As [`UpdateCall::set`](crate::UpdateCall::set).
    pub fn set<V>(self, field: impl Changeable<T, V>, value: impl Value<V>) -> Self {
        self.change(field, value.attribute().map(Change::Set))
    }

    /// As [`UpdateCall::set_or_remove`](crate::UpdateCall::set_or_remove).
    pub fn set_or_remove<V>(self, field: impl Changeable<T, V>, value: Option<impl Value<V>>) -> Self {
        let change = value.map_or(Ok(Change::Remove), |value| value.attribute().map(Change::Set));
        self.change(field, change)
    }

    /// As [`UpdateCall::set_if_not_exists`](crate::UpdateCall::set_if_not_exists).
    pub fn set_if_not_exists<V>(self, field: impl Changeable<T, V>, value: impl Value<V>) -> Self {
        self.change(field, value.attribute().map(Change::SetIfMissing))
    }

    /// As [`UpdateCall::set_from`](crate::UpdateCall::set_from).
    pub fn set_from<V>(self, field: impl Changeable<T, V>, other: impl Changeable<T, V>) -> Self {
        self.change(field, Ok(Change::SetFrom(other.into_field().path)))
    }

    /// As [`UpdateCall::add`](crate::UpdateCall::add).
    pub fn add<V: Number>(self, field: impl Changeable<T, V>, number: impl Value<V>) -> Self {
        self.change(field, number.attribute().map(Change::Add))
    }

    /// As [`UpdateCall::subtract`](crate::UpdateCall::subtract).
    pub fn subtract<V: Number>(self, field: impl Changeable<T, V>, number: impl Value<V>) -> Self {
        self.change(field, number.attribute().map(Change::Subtract))
    }

    /// As [`UpdateCall::append`](crate::UpdateCall::append).
    pub fn append<V: List>(
        self,
        field: impl Changeable<T, V>,
        elements: impl IntoIterator<Item = impl Value<V::Element>>,
    ) -> Self {
        let elements: Result<Vec<_>> = elements.into_iter().map(Value::attribute).collect();
        self.change(field, elements.map(Change::Append))
    }

    /// As [`UpdateCall::prepend`](crate::UpdateCall::prepend).
    pub fn prepend<V: List>(
        self,
        field: impl Changeable<T, V>,
        elements: impl IntoIterator<Item = impl Value<V::Element>>,
    ) -> Self {
        let elements: Result<Vec<_>> = elements.into_iter().map(Value::attribute).collect();
        self.change(field, elements.map(Change::Prepend))
    }

    /// As [`UpdateCall::remove`](crate::UpdateCall::remove).
    pub fn remove<V>(self, field: impl Changeable<T, V>) -> Self {
        self.change(field, Ok(Change::Remove))
    }
}
