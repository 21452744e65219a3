//! The version that a handler or its client saw, for the writes of a transaction.

#![expect(clippy::return_self_not_must_use, reason = "the transaction has the write already")]

use super::call::WriteStep;
use super::planned::What;
use crate::dynamodb::actions::{ConditionCheckItem, DeleteItem, PutItem, UpdateItem};
use crate::dynamodb::item::Item;
use crate::dynamodb::versioned::{Expected, SeenVersion, Versioned};

impl<T: Item> WriteStep<'_, T, PutItem> {
    /// As [`PutCall::if_match`](crate::PutCall::if_match).
    pub fn if_match(self, seen: impl SeenVersion<T::Version>) -> Self {
        let Some(seen) = Expected::by_client(seen) else { return self };
        if self.planned.otherwise.unchanged.is_some_and(|known| known.expected.version != seen.version) {
            self.planned.what = What::Put(Err(seen.lost()));
        }
        self.expecting(Some(seen))
    }
}

// These are written out, because the compiler's message about another version would name a macro.

impl<T: Item> WriteStep<'_, T, UpdateItem> {
    /// As [`UpdateCall::if_match`](crate::UpdateCall::if_match).
    pub fn if_match(self, seen: impl SeenVersion<T::Version>) -> Self {
        match Expected::by_client(seen) {
            Some(seen) => self.expecting(Some(seen)),
            None => self,
        }
    }
}

impl<T: Versioned> WriteStep<'_, T, UpdateItem> {
    /// As [`UpdateCall::if_version`](crate::UpdateCall::if_version).
    pub fn if_version(self, version: T::Version) -> Self {
        self.expecting(Some(Expected::by_handler(version)))
    }
}

impl<T: Item> WriteStep<'_, T, DeleteItem> {
    /// As [`UpdateCall::if_match`](crate::UpdateCall::if_match).
    pub fn if_match(self, seen: impl SeenVersion<T::Version>) -> Self {
        match Expected::by_client(seen) {
            Some(seen) => self.expecting(Some(seen)),
            None => self,
        }
    }
}

impl<T: Versioned> WriteStep<'_, T, DeleteItem> {
    /// As [`UpdateCall::if_version`](crate::UpdateCall::if_version).
    pub fn if_version(self, version: T::Version) -> Self {
        self.expecting(Some(Expected::by_handler(version)))
    }
}

impl<T: Item> WriteStep<'_, T, ConditionCheckItem> {
    /// As [`UpdateCall::if_match`](crate::UpdateCall::if_match).
    pub fn if_match(self, seen: impl SeenVersion<T::Version>) -> Self {
        match Expected::by_client(seen) {
            Some(seen) => self.expecting(Some(seen)),
            None => self,
        }
    }
}

impl<T: Versioned> WriteStep<'_, T, ConditionCheckItem> {
    /// As [`UpdateCall::if_version`](crate::UpdateCall::if_version).
    pub fn if_version(self, version: T::Version) -> Self {
        self.expecting(Some(Expected::by_handler(version)))
    }
}
