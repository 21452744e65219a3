//! The tests of an attribute: what a handle is compared with.

use aws_sdk_dynamodb::types::AttributeValue;

use super::condition::{Condition, Test};
use super::field::{Container, Field, Kept, MayBeAbsent, SizeOf, Textual};
use super::value::{Operand, Value};

/// The types of DynamoDB by its letters, as [`Field::has_type`] takes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeType {
    /// A string.
    S,
    /// A number.
    N,
    /// Bytes.
    B,
    /// True or false.
    Bool,
    /// DynamoDB's null, which serde writes for `None`.
    Null,
    /// A list.
    L,
    /// A map, which serde writes for a struct.
    M,
    /// A set of strings.
    Ss,
    /// A set of numbers.
    Ns,
    /// A set of bytes.
    Bs,
}

impl AttributeType {
    fn letters(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
            Self::Bool => "BOOL",
            Self::Null => "NULL",
            Self::L => "L",
            Self::M => "M",
            Self::Ss => "SS",
            Self::Ns => "NS",
            Self::Bs => "BS",
        }
    }
}

/// The comparisons, with an attribute or its [`size`](Self::size).
impl<T, V, K> Field<T, V, K> {
    /// Holds when it has this value, of the same type.
    pub fn equals<O: Operand<V>>(&self, value: O) -> O::Of<Condition<T>> {
        self.compare("=", value)
    }

    /// Holds unless it has this value, of the same type. It holds also where it is not there.
    pub fn not_equals<O: Operand<V>>(&self, value: O) -> O::Of<Condition<T>> {
        self.compare("<>", value)
    }

    /// Holds when it is less than the value, and of the same type.
    ///
    /// DynamoDB orders numbers by value, and texts by the bytes of their UTF-8.
    pub fn less<O: Operand<V>>(&self, value: O) -> O::Of<Condition<T>> {
        self.compare("<", value)
    }

    /// Holds when it is less than the value or equal to it, in the order of [`less`](Self::less).
    pub fn at_most<O: Operand<V>>(&self, value: O) -> O::Of<Condition<T>> {
        self.compare("<=", value)
    }

    /// Holds when it is greater than the value, in the order of [`less`](Self::less).
    pub fn greater<O: Operand<V>>(&self, value: O) -> O::Of<Condition<T>> {
        self.compare(">", value)
    }

    /// Holds when it is greater than the value or equal to it, in the order of [`less`](Self::less).
    pub fn at_least<O: Operand<V>>(&self, value: O) -> O::Of<Condition<T>> {
        self.compare(">=", value)
    }

    /// Holds when it is from `first` to `last`, both included.
    ///
    /// Where `last` is less than `first`, the call that takes the condition is a 400.
    pub fn between(&self, first: impl Value<V>, last: impl Value<V>) -> Condition<T> {
        Condition::of(Test::Between(self.path.clone(), first.attribute(), last.attribute()))
    }

    /// Holds when it has one of these values, of the same type. Of no values it never holds.
    pub fn is_in(&self, values: impl IntoIterator<Item = impl Value<V>>) -> Condition<T> {
        Condition::of(Test::In(self.path.clone(), values.into_iter().map(Value::attribute).collect()))
    }

    fn compare<O: Operand<V>>(&self, operator: &'static str, value: O) -> O::Of<Condition<T>> {
        value.make(|value| Condition::of(Test::Compare(self.path.clone(), operator, value)))
    }
}

impl<T, V, K: Kept> Field<T, V, K> {
    /// Holds when the item has the attribute, even if it is null.
    pub fn exists(&self) -> Condition<T> {
        self.call("attribute_exists", None)
    }

    /// Holds when the item lacks the attribute, or there is no item.
    pub fn missing(&self) -> Condition<T> {
        self.call("attribute_not_exists", None)
    }

    /// Holds when the field of the item is `None`: the attribute is missing, or null.
    pub fn is_none(&self) -> Condition<T>
    where
        K: MayBeAbsent,
    {
        self.missing().or(self.has_type(AttributeType::Null))
    }

    /// Holds when the field of the item is `Some`: the attribute is there, and not null.
    pub fn is_some(&self) -> Condition<T>
    where
        K: MayBeAbsent,
    {
        self.exists().and(!self.has_type(AttributeType::Null))
    }

    /// Holds when the attribute is of this type of DynamoDB.
    pub fn has_type(&self, kind: AttributeType) -> Condition<T> {
        self.call("attribute_type", Some(AttributeValue::S(kind.letters().to_owned())))
    }

    /// Returns the size of the attribute, to be compared: the length of a text, of bytes, of a list or of a map.
    ///
    /// A number, a boolean and null have none, and nothing holds of it.
    pub fn size(&self) -> Field<T, usize, SizeOf> {
        Field::at_path(self.path.clone().size())
    }

    /// Holds when the list has an element of this value, or when the text has this part.
    pub fn contains<P, O: Operand<P>>(&self, part: O) -> O::Of<Condition<T>>
    where
        V: Container<Part = P>,
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
