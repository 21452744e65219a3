//! The key of an item: of which types it is, and what a call takes for it.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::value::Value;
use crate::error::{Error, Result};

/// The type that stands for the sort key in a table without one.
#[derive(Debug, Clone, Copy)]
pub enum NoSortKey {}

/// The types of a table's key: `(P,)`, or `(P, S)` where there is a sort key.
///
/// A key's attribute is of any type that serde writes as a text, a whole number or bytes: a `String`, a
/// `u64`, a `Uuid`, a struct around one of them, an enum without fields. Which of the three it is, is found
/// out when the manifest is made, from what the type asks to be read from.
pub trait PrimaryKey: 'static {
    /// The partition key's type.
    type Partition: Serialize + DeserializeOwned;
    /// The sort key's type, or [`NoSortKey`].
    type Sort;
}

impl<P: Serialize + DeserializeOwned + 'static> PrimaryKey for (P,) {
    type Partition = P;
    type Sort = NoSortKey;
}

impl<P: Serialize + DeserializeOwned + 'static, S: Serialize + DeserializeOwned + 'static> PrimaryKey
    for (P, S)
{
    type Partition = P;
    type Sort = S;
}

/// How a call names one item: by a [`Value`] of the partition key, or a pair of that and one of the sort key.
///
/// A `String` is given as `&str`, and anything else by itself or by a reference: `"e-7"`, `("e-7", 12)`. A
/// text has 1 to 2048 bytes as a partition key, and 1 to 1024 as a sort key. A call with a key that no item
/// can have finds nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of this table",
    label = "the key of this table is `{K}`",
    note = "`(P,)` is a partition key alone, which is given as its value: `\"e-7\"`; `(P, S)` has a sort key, too, and is given as a pair, in parentheses of its own: `(\"e-7\", 12)`",
    note = "a value is given by itself or by a reference, and a `String` as `&str`"
)]
pub trait Key<K> {
    /// The attributes of the partition key and of the sort key.
    #[doc(hidden)]
    fn attributes(self) -> Result<(AttributeValue, Option<AttributeValue>)>;
}

#[diagnostic::do_not_recommend]
impl<P, A: Value<P>> Key<(P,)> for A {
    fn attributes(self) -> Result<(AttributeValue, Option<AttributeValue>)> {
        Ok((self.attribute()?, None))
    }
}

#[diagnostic::do_not_recommend]
impl<P, S, A: Value<P>, B: Value<S>> Key<(P, S)> for (A, B) {
    fn attributes(self) -> Result<(AttributeValue, Option<AttributeValue>)> {
        Ok((self.0.attribute()?, Some(self.1.attribute()?)))
    }
}

/// The key of a `T`, which says by its type of which table it is, from [`Item::at`](crate::Item::at).
#[must_use = "a key does nothing before a call takes it"]
pub struct ItemAt<T> {
    pub(super) values: Result<(AttributeValue, Option<AttributeValue>)>,
    item: PhantomData<fn() -> T>,
}

impl<T> ItemAt<T> {
    pub(super) fn of<K>(key: impl Key<K>) -> Self {
        Self { values: key.attributes(), item: PhantomData }
    }
}

impl<T> fmt::Debug for ItemAt<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ItemAt").field(&self.values).finish()
    }
}

/// Whether an item can have this value in its key: a text, or bytes, of 1 to `longest` bytes, or a number.
///
/// # Errors
///
/// 500 for a value of another type.
pub(super) fn fits(value: &AttributeValue, longest: usize) -> Result<bool> {
    match value {
        AttributeValue::S(text) => Ok((1..=longest).contains(&text.len())),
        AttributeValue::B(bytes) => Ok((1..=longest).contains(&bytes.as_ref().len())),
        AttributeValue::N(_) => Ok(true),
        _ => Err(Error::internal("a key that serde writes as neither a text, nor a number, nor bytes")),
    }
}
