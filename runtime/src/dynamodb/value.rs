//! What may stand where a call takes a value of some type: in a key, in a condition, in an update.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;

use super::limits;
use crate::error::{Error, Result};

/// The type of an attribute that Rust's types say nothing about: any value may stand for it.
///
/// It is the type of [`path`](crate::path) and of [`Field::untyped`](crate::Field::untyped). `None` is a value
/// of it, DynamoDB's null.
#[derive(Debug)]
pub enum Any {}

/// What stands for a value of type `V`: a `V`, a `&V`, a `&str` for a `String`, and anything that serde writes
/// for an [`Any`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand for a value of type `{V}`",
    label = "expected a value of type `{V}`",
    note = "a value is given by itself or by a reference, and a `String` as `&str`"
)]
pub trait Value<V> {
    /// The value as DynamoDB keeps it.
    #[doc(hidden)]
    fn attribute(self) -> Result<AttributeValue>;
}

/// What an attribute of type `V` is compared with: a [`Value`] of it, or an `Option` of one.
///
/// A comparison with an `Option` is an `Option` of a condition, which a filter takes and a write does not.
#[diagnostic::on_unimplemented(
    message = "an attribute of type `{V}` cannot be compared with `{Self}`",
    label = "expected a value of type `{V}`",
    note = "a value is given by itself or by a reference, a `String` as `&str`, and in a filter as an `Option`"
)]
pub trait Operand<V> {
    /// A condition `C`, or an `Option` of it.
    type Of<C>;
    /// Makes the condition of the value.
    #[doc(hidden)]
    fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> Self::Of<C>;
}

macro_rules! values {
    ($([$($bounds:tt)*] $type:ty => $value:ty, |$it:ident| $attribute:expr;)*) => {$(
        impl<$($bounds)*> Value<$value> for $type {
            fn attribute(self) -> Result<AttributeValue> {
                let $it = self;
                $attribute
            }
        }

        impl<$($bounds)*> Operand<$value> for $type {
            type Of<C> = C;

            fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> C {
                condition(Value::<$value>::attribute(self))
            }
        }
    )*};
}

values! {
    [V: Serialize] V => V, |value| attribute(&value);
    [V: Serialize] &V => V, |value| attribute(value);
    [] &str => String, |text| Ok(AttributeValue::S(text.to_owned()));
    [S: Serialize] S => Any, |value| attribute(&value);
}

// These are three, because one for each `Operand` would overlap with that of a `V`.
macro_rules! optional_operands {
    ($([$($bounds:tt)*] $type:ty => $value:ty;)*) => {$(
        impl<$($bounds)*> Operand<$value> for Option<$type> {
            type Of<C> = Option<C>;

            fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> Option<C> {
                self.map(|value| condition(Value::<$value>::attribute(value)))
            }
        }
    )*};
}

optional_operands! {
    [V: Serialize] V => V;
    [V: Serialize] &V => V;
    [] &str => String;
}

/// A value as DynamoDB keeps it.
///
/// # Errors
///
/// 500 for a value that DynamoDB has no type for, 400 for a map with a name that no field may have.
pub(super) fn attribute(value: &impl Serialize) -> Result<AttributeValue> {
    let value = serde_dynamo::to_attribute_value(value).map_err(|error| {
        Error::internal("a value cannot be written as DynamoDB takes it").caused_by(error)
    })?;
    limits::check_names_in(&value)?;
    Ok(value)
}
