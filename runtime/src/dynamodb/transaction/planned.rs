//! One write of a transaction: what it does, on what it depends, and what is told when it is not made.

use aws_sdk_dynamodb::types::{
    ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};

use super::failing::{Failing, failing};
use crate::dynamodb::attributes::Attributes;
use crate::dynamodb::changes::Changes;
use crate::dynamodb::condition::{Condition, both};
use crate::dynamodb::connection::Connection;
use crate::dynamodb::expression::Expression;
use crate::dynamodb::field::{Required, field};
use crate::dynamodb::item::Item;
use crate::dynamodb::item_key::ItemKey;
use crate::dynamodb::schema::TableSchema;
use crate::dynamodb::transact::written;
use crate::dynamodb::versioned::Expected;
use crate::error::{Error, Result};

/// One write of a transaction.
pub(super) struct Planned {
    pub(super) connection: Result<Connection>,
    pub(super) table: &'static TableSchema,
    pub(super) what: What,
    /// Whether there has to be an item.
    pub(super) needs_item: bool,
    pub(super) condition: Option<Condition<()>>,
    pub(super) otherwise: Otherwise,
}

/// What a write does.
pub(super) enum What {
    Put(Result<Attributes>),
    /// The key is `None` where no item can have it.
    Update(Result<Option<Attributes>>, Changes),
    Delete(Result<Option<Attributes>>),
    Check(Result<Option<Attributes>>),
}

/// What is told of a write that is not made.
#[derive(Default)]
pub(super) struct Otherwise {
    pub(super) unmet: Option<Box<dyn Failing>>,
    pub(super) missing: Option<Box<dyn Failing>>,
    /// The version that has to be stored.
    pub(super) unchanged: Option<Unchanged>,
}

/// The version that a write expects, of an item whose type is not known any more.
#[derive(Clone, Copy)]
pub(super) struct Unchanged {
    pub(super) expected: Expected,
    condition: fn(Expected) -> Option<Condition<()>>,
    check: fn(Expected, Option<&Attributes>) -> Result<()>,
}

impl Unchanged {
    pub(super) fn of<T: Item>(expected: Expected) -> Self {
        let condition = |expected: Expected| expected.condition::<T>().map(Condition::of_any);
        Self { expected, condition, check: Expected::check::<T> }
    }
}

impl Otherwise {
    /// What is told of a write whose condition does not hold.
    pub(super) fn failed(self, stored: Option<&Attributes>) -> Box<dyn Failing> {
        let told = match (stored, self.missing) {
            (None, Some(missing)) => return missing,
            _ => self.unmet,
        };
        let changed = self.unchanged.and_then(|known| (known.check)(known.expected, stored).err());
        if let Some(changed) = changed {
            return failing(changed);
        }
        told.unwrap_or_else(|| {
            failing(Error::conflict("What is stored is not in the state that the request needs"))
        })
    }
}

/// What becomes of a planned write.
pub(super) enum Made {
    Write {
        item: Box<TransactWriteItem>,
        place: Place,
        otherwise: Otherwise,
    },
    /// It is known without a call that it cannot be made.
    Failed(Box<dyn Failing>),
    /// It is known without a call that it holds.
    Nothing,
}

/// Which item a write is of: the deployed table, and the key.
pub(super) type Place = (String, ItemKey);

/// What a write does, with a key or an item that there can be.
enum Known {
    Put(Attributes),
    Update(Attributes, Changes),
    Delete(Attributes),
    Check(Attributes),
}

impl Planned {
    /// The write as the SDK has it.
    ///
    /// # Errors
    ///
    /// As a key, a value or a condition was refused; 500 for an update that changes nothing.
    pub(super) fn make(mut self) -> Result<Made> {
        let name = self.connection?.parts().1.to_owned();
        let known = match self.what {
            What::Put(item) => Some(Known::Put(item?)),
            What::Update(key, changes) => key?.map(|key| Known::Update(key, changes)),
            What::Delete(key) => key?.map(Known::Delete),
            What::Check(key) => match key? {
                None if !self.needs_item => return Ok(Made::Nothing),
                key => key.map(Known::Check),
            },
        };
        let Some(known) = known else {
            let nothing = || Error::bad_request("A key is empty or too long");
            return self.needs_item.then(|| Made::Failed(self.otherwise.failed(None))).ok_or_else(nothing);
        };
        let needed =
            self.needs_item.then(|| field::<(), (), Required>(self.table.partition_key.name).exists());
        let condition = match self.condition.take() {
            Some(condition) => Some(both(needed, condition)),
            None => needed,
        };
        let unchanged = self.otherwise.unchanged;
        let condition = match unchanged.and_then(|known| (known.condition)(known.expected)) {
            Some(unchanged) => Some(both(condition, unchanged)),
            None => condition,
        };
        let tells = self.otherwise.missing.is_some() || unchanged.is_some();
        let stored = tells.then_some(ReturnValuesOnConditionCheckFailure::AllOld);
        let place = (name.clone(), known.key(self.table));
        let item = Box::new(known.write(name, condition, stored)?);
        Ok(Made::Write { item, place, otherwise: self.otherwise })
    }
}

impl Known {
    fn key(&self, table: &TableSchema) -> ItemKey {
        let (Self::Put(attributes)
        | Self::Update(attributes, _)
        | Self::Delete(attributes)
        | Self::Check(attributes)) = self;
        ItemKey::of(table.keys(), attributes)
    }

    fn write(
        self,
        table: String,
        condition: Option<Condition<()>>,
        stored: Option<ReturnValuesOnConditionCheckFailure>,
    ) -> Result<TransactWriteItem> {
        let mut expression = Expression::default();
        let write = TransactWriteItem::builder();
        let text = |expression: &mut Expression| condition.map(|test| test.write(expression)).transpose();
        Ok(match self {
            Self::Put(item) => {
                let text = text(&mut expression)?;
                let put = Put::builder().set_item(Some(item));
                write.put(written!(put, table, text, expression, stored))
            }
            Self::Update(key, changes) => {
                let nothing =
                    || Error::internal(format!("an update of `{table}` in a transaction changes nothing"));
                let text_of_changes = changes.write(&mut expression)?.ok_or_else(nothing)?;
                let text = text(&mut expression)?;
                let update = Update::builder().set_key(Some(key)).update_expression(text_of_changes);
                write.update(written!(update, table, text, expression, stored))
            }
            Self::Delete(key) => {
                let text = text(&mut expression)?;
                write.delete(written!(Delete::builder().set_key(Some(key)), table, text, expression, stored))
            }
            Self::Check(key) => {
                let text = text(&mut expression)?;
                let check = ConditionCheck::builder().set_key(Some(key));
                write.condition_check(written!(check, table, text, expression, stored))
            }
        }
        .build())
    }
}
