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

// These are written out, because the compiler's message about a wrong value would name a macro.

#[diagnostic::do_not_recommend]
impl<V: Serialize> Value<V> for V {
    fn attribute(self) -> Result<AttributeValue> {
        attribute(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Serialize> Operand<V> for V {
    type Of<C> = C;

    fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> C {
        condition(Value::<V>::attribute(self))
    }
}

#[diagnostic::do_not_recommend]
impl<V: Serialize> Value<V> for &V {
    fn attribute(self) -> Result<AttributeValue> {
        attribute(self)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Serialize> Operand<V> for &V {
    type Of<C> = C;

    fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> C {
        condition(Value::<V>::attribute(self))
    }
}

#[diagnostic::do_not_recommend]
impl Value<String> for &str {
    fn attribute(self) -> Result<AttributeValue> {
        Ok(AttributeValue::S(self.to_owned()))
    }
}

#[diagnostic::do_not_recommend]
impl Operand<String> for &str {
    type Of<C> = C;

    fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> C {
        condition(Value::<String>::attribute(self))
    }
}

#[diagnostic::do_not_recommend]
impl<S: Serialize> Value<Any> for S {
    fn attribute(self) -> Result<AttributeValue> {
        attribute(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<S: Serialize> Operand<Any> for S {
    type Of<C> = C;

    fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> C {
        condition(Value::<Any>::attribute(self))
    }
}

// For an `Option` there are three, because one for each `Operand` would overlap with that of a `V`.

#[diagnostic::do_not_recommend]
impl<V: Serialize> Operand<V> for Option<V> {
    type Of<C> = Option<C>;

    fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> Option<C> {
        self.map(|value| condition(Value::<V>::attribute(value)))
    }
}

#[diagnostic::do_not_recommend]
impl<V: Serialize> Operand<V> for Option<&V> {
    type Of<C> = Option<C>;

    fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> Option<C> {
        self.map(|value| condition(Value::<V>::attribute(value)))
    }
}

#[diagnostic::do_not_recommend]
impl Operand<String> for Option<&str> {
    type Of<C> = Option<C>;

    fn make<C>(self, condition: impl FnOnce(Result<AttributeValue>) -> C) -> Option<C> {
        self.map(|value| condition(Value::<String>::attribute(value)))
    }
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
