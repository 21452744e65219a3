//! The tests of an attribute: what a handle is compared with.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use super::condition::{Condition, Subject, Test};
use super::field::{Container, Field, Optional, Textual};
use super::path::Path;
use super::value::{Operand, Value};

/// The types of DynamoDB, as [`Field::has_type`] takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeType {
    /// A string.
    String,
    /// A number.
    Number,
    /// Bytes.
    Binary,
    /// True or false.
    Boolean,
    /// DynamoDB's null, which serde writes for `None`.
    Null,
    /// A list.
    List,
    /// A map, which serde writes for a struct.
    Map,
    /// A set of strings.
    StringSet,
    /// A set of numbers.
    NumberSet,
    /// A set of bytes.
    BinarySet,
}

impl AttributeType {
    fn letters(self) -> &'static str {
        match self {
            Self::String => "S",
            Self::Number => "N",
            Self::Binary => "B",
            Self::Boolean => "BOOL",
            Self::Null => "NULL",
            Self::List => "L",
            Self::Map => "M",
            Self::StringSet => "SS",
            Self::NumberSet => "NS",
            Self::BinarySet => "BS",
        }
    }
}

macro_rules! comparisons {
    ($value:ty, $subject:expr) => {
        comparisons! { @each $value, $subject;
            /// Holds when it has this value, of the same type.
            equals "=";
            /// Holds unless it has this value, of the same type. It holds also where it is not there.
            not_equals "<>";
            /// Holds when it is less than the value, and of the same type.
            ///
            /// DynamoDB orders numbers by value, and texts by the bytes of their UTF-8.
            less "<";
            /// Holds when it is less than the value or equal to it, in the order of [`less`](Self::less).
            at_most "<=";
            /// Holds when it is greater than the value, in the order of [`less`](Self::less).
            greater ">";
            /// Holds when it is greater than the value or equal to it, in the order of [`less`](Self::less).
            at_least ">=";
        }

        /// Holds when it is from `first` to `last`, both included.
        ///
        /// Where `last` is less than `first`, the call that takes the condition is a 400.
        pub fn between(&self, first: impl Value<$value>, last: impl Value<$value>) -> Condition<T> {
            Condition::of(Test::Between($subject(self), first.attribute(), last.attribute()))
        }

        /// Holds when it has one of these values, of the same type. Of no values it never holds.
        pub fn is_in(&self, values: impl IntoIterator<Item = impl Value<$value>>) -> Condition<T> {
            let values = values.into_iter().map(Value::attribute).collect();
            Condition::of(Test::In($subject(self), values))
        }
    };
    (@each $value:ty, $subject:expr; $($(#[$doc:meta])* $name:ident $operator:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name<O: Operand<$value>>(&self, value: O) -> O::Of<Condition<T>> {
            value.make(|value| Condition::of(Test::Compare($subject(self), $operator, value)))
        }
    )*};
}

impl<T, V, K> Field<T, V, K> {
    comparisons!(V, |field: &Self| Subject::Value(field.path.clone()));

    /// Holds when the item has the attribute, even if it is null.
    pub fn exists(&self) -> Condition<T> {
        self.call("attribute_exists", None)
    }

    /// Holds when the item lacks the attribute, or there is no item.
    pub fn missing(&self) -> Condition<T> {
        self.call("attribute_not_exists", None)
    }

    /// Holds when the attribute is of this type of DynamoDB.
    pub fn has_type(&self, kind: AttributeType) -> Condition<T> {
        self.call("attribute_type", Some(AttributeValue::S(kind.letters().to_owned())))
    }

    /// Returns the size of the attribute, to be compared: the bytes of a text, the elements of a list or map.
    ///
    /// A number, a boolean and null have none, and nothing holds of it.
    pub fn size(&self) -> Size<T> {
        Size { path: self.path.clone(), item: PhantomData }
    }

    /// Holds when the list has an element of this value, or when the text has this part.
    pub fn contains<O: Operand<V::Part>>(&self, part: O) -> O::Of<Condition<T>>
    where
        V: Container,
    {
        part.make(|part| Condition::of(Test::Call("contains", self.path.clone(), Some(part))))
    }

    /// Holds when the text begins with this one.
    pub fn begins_with<O: Operand<String>>(&self, prefix: O) -> O::Of<Condition<T>>
    where
        V: Textual,
    {
        prefix.make(|prefix| Condition::of(Test::Call("begins_with", self.path.clone(), Some(prefix))))
    }

    fn call(&self, function: &'static str, value: Option<AttributeValue>) -> Condition<T> {
        Condition::of(Test::Call(function, self.path.clone(), value.map(Ok)))
    }
}

impl<T, V> Field<T, V, Optional> {
    /// Holds when the field of the item is `None`: the attribute is missing, or null.
    pub fn is_none(&self) -> Condition<T> {
        self.missing().or(self.has_type(AttributeType::Null))
    }

    /// Holds when the field of the item is `Some`: the attribute is there, and not null.
    pub fn is_some(&self) -> Condition<T> {
        self.exists().and(!self.has_type(AttributeType::Null))
    }
}

/// The size of an attribute, which [`Field::size`] returns.
pub struct Size<T> {
    path: Path,
    item: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Size<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Size").field(&self.path).finish()
    }
}

impl<T> Size<T> {
    comparisons!(usize, |size: &Self| Subject::Size(size.path.clone()));
}
