//! One write of a transaction, as it is put together.

#![expect(clippy::return_self_not_must_use, reason = "the transaction has the write already")]

use std::fmt;
use std::marker::PhantomData;

use super::failing::failing;
use super::planned::{Planned, Unchanged, What};
use crate::dynamodb::actions::{ConditionCheckItem, PutItem, UpdateItem};
use crate::dynamodb::changes::Change;
use crate::dynamodb::condition::{WriteCondition, both};
use crate::dynamodb::field::{Changeable, partition_key};
use crate::dynamodb::item::Item;
use crate::dynamodb::versioned::Expected;
use crate::error::{AnswerError, Result};

/// One write of a transaction being put together, from [`Writes`](crate::Writes); the transaction makes it.
///
/// `T` is the item, and `A` what is done with it.
pub struct WriteStep<'w, T, A> {
    pub(super) planned: &'w mut Planned,
    types: PhantomData<fn() -> (T, A)>,
}

impl<'w, T: Item, A> WriteStep<'w, T, A> {
    pub(super) fn of(planned: &'w mut Planned) -> Self {
        Self { planned, types: PhantomData }
    }

    /// Makes the transaction depend on what is stored. Of several conditions, all must hold.
    pub fn condition(self, condition: impl WriteCondition<T>) -> Self {
        let condition = condition.condition().of_any();
        self.planned.condition = Some(both(self.planned.condition.take(), condition));
        self
    }

    pub(super) fn expecting(self, expected: Option<Expected>) -> Self {
        self.planned.otherwise.unchanged = expected.map(Unchanged::of::<T>);
        self
    }

    /// Says what the client is told when this write is why the transaction is not made.
    ///
    /// Without it, that is a 409. It is an [`Error`](crate::Error) or an enum that derives
    /// [`ApiError`](macro@crate::ApiError). What is said of the [version](crate::Versioned) goes before it: an item of
    /// another version than the expected one is a 409, or a 412 where `if_match` gave the version.
    pub fn otherwise(self, error: impl AnswerError + Send + 'static) -> Self {
        self.planned.otherwise.unmet = Some(failing(error));
        self
    }

    /// Says what the client is told when nothing is stored under the key, and that is why the transaction is not
    /// made. It goes before [`otherwise`](Self::otherwise).
    pub fn or_missing(self, error: impl AnswerError + Send + 'static) -> Self {
        self.planned.otherwise.missing = Some(failing(error));
        self
    }
}

impl<T: Item> WriteStep<'_, T, PutItem> {
    /// Makes the transaction only if there is no item with this key.
    pub fn if_not_exists(self) -> Self {
        self.expecting(None).condition(partition_key::<T>().missing())
    }
}

impl<T: Item> WriteStep<'_, T, UpdateItem> {
    /// Makes an item of the key and the changed attributes when there is none.
    pub fn or_create(self) -> Self {
        self.planned.needs_item = false;
        self
    }

    pub(super) fn change<V>(self, field: impl Changeable<T, V>, change: Result<Change>) -> Self {
        if let What::Update(_, changes) = &mut self.planned.what {
            changes.push(field.into_field().path, change);
        }
        self
    }
}

impl<T: Item> WriteStep<'_, T, ConditionCheckItem> {
    /// Checks that there is no item with this key, where otherwise there has to be one.
    pub fn not_exists(self) -> Self {
        self.planned.needs_item = false;
        self.condition(partition_key::<T>().missing())
    }
}

impl<T: Item, A> fmt::Debug for WriteStep<'_, T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WriteStep(`{}`)", T::table().name)
    }
}
