//! The expressions of a call: conditions that DynamoDB checks as it writes, ranges of sort keys.
//!
//! An expression is text that refers to names and values by placeholders, `#n0` and `:v0`. Names and values
//! go beside it in maps of their own, so nothing that a client sent is ever part of an expression, and a name
//! may be one of DynamoDB's reserved words.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;

use super::limits;
use crate::error::{Error, Result};

/// The names and values that the expressions of one call refer to.
#[derive(Debug, Default)]
pub(super) struct Expression {
    names: Vec<String>,
    values: Vec<AttributeValue>,
}

impl Expression {
    /// The placeholder of a name; a name that is used twice has one.
    pub(super) fn name(&mut self, name: &str) -> String {
        let position = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        format!("#n{position}")
    }

    /// The placeholder of a value.
    pub(super) fn value(&mut self, value: AttributeValue) -> String {
        self.values.push(value);
        format!(":v{}", self.values.len() - 1)
    }

    /// Each name by its placeholder.
    pub(super) fn names(&self) -> impl Iterator<Item = (String, String)> {
        self.names.iter().enumerate().map(|(index, name)| (format!("#n{index}"), name.clone()))
    }

    /// Each value by its placeholder.
    pub(super) fn values(&self) -> impl Iterator<Item = (String, AttributeValue)> {
        self.values.iter().enumerate().map(|(index, value)| (format!(":v{index}"), value.clone()))
    }
}

/// A value as DynamoDB keeps it.
///
/// # Errors
///
/// 500 for a value that DynamoDB has no type for, 400 for a map with a name that no field may have.
pub(super) fn attribute(value: impl Serialize) -> Result<AttributeValue> {
    let value = serde_dynamo::to_attribute_value(value).map_err(|error| {
        Error::internal("a value cannot be written as DynamoDB takes it").caused_by(error)
    })?;
    limits::check_names_in(&value)?;
    Ok(value)
}

/// What must hold of the stored item for a write to happen.
///
/// DynamoDB checks it in the same step in which it writes, so nobody can change the item in between.
/// [`Table::put_if`](crate::Table::put_if) and [`UpdateCall::condition`](crate::UpdateCall::condition) take
/// one. The tests are those of DynamoDB's condition expressions.
///
/// An attribute is named as it is stored, which is as `serde` writes the field. Only an attribute of the
/// item itself can be named. Where nothing is stored under the key, [`missing`](Self::missing) holds for
/// every attribute, and no other test does.
///
/// # Examples
///
/// ```no_run
/// # use fingerpost::{Condition, Item, OrError, PutItem, Result, Table};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Seats")]
/// # struct Seat { #[item(partition_key)] id: String, guest: Option<String>, price: u32 }
/// # async fn example(seat: Seat, seats: Table<Seat, PutItem>) -> Result<()> {
/// let free = Condition::equals("guest", None::<String>).and(Condition::less_than("price", 100));
/// seats.put_if(&seat, free).await?.or_conflict("Seat is taken")?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Condition(Test);

#[derive(Debug)]
enum Test {
    Exists(String),
    Missing(String),
    Compare(String, &'static str, Result<AttributeValue>),
    Both(Box<(Test, Test)>),
}

impl Condition {
    /// Holds when the stored item has the attribute, even if it is null: `attribute_exists`.
    pub fn exists(attribute: impl Into<String>) -> Self {
        Self(Test::Exists(attribute.into()))
    }

    /// Holds when the stored item lacks the attribute, or there is no item: `attribute_not_exists`.
    pub fn missing(attribute: impl Into<String>) -> Self {
        Self(Test::Missing(attribute.into()))
    }

    /// Holds when the attribute has this value, of the same type: `=`.
    ///
    /// `None` stands for null, which is how a field that is `None` is stored.
    pub fn equals(attribute: impl Into<String>, value: impl Serialize) -> Self {
        Self::compare(attribute, "=", value)
    }

    /// Holds when the attribute is less than the value, and of the same type: `<`.
    ///
    /// DynamoDB orders numbers by value, and strings by the bytes of their UTF-8.
    pub fn less_than(attribute: impl Into<String>, value: impl Serialize) -> Self {
        Self::compare(attribute, "<", value)
    }

    /// Holds when the attribute is greater than the value, and of the same type: `>`.
    ///
    /// The order is that of [`less_than`](Self::less_than).
    pub fn greater_than(attribute: impl Into<String>, value: impl Serialize) -> Self {
        Self::compare(attribute, ">", value)
    }

    /// Holds when both conditions hold: `AND`.
    pub fn and(self, other: Self) -> Self {
        Self(Test::Both(Box::new((self.0, other.0))))
    }

    fn compare(name: impl Into<String>, operator: &'static str, value: impl Serialize) -> Self {
        Self(Test::Compare(name.into(), operator, attribute(value)))
    }

    /// The condition as text, whose names and values are added to `expression`.
    ///
    /// # Errors
    ///
    /// As for [`attribute`], where a value was refused when the condition was made.
    pub(super) fn write(self, expression: &mut Expression) -> Result<String> {
        self.0.write(expression)
    }
}

impl Test {
    fn write(self, expression: &mut Expression) -> Result<String> {
        Ok(match self {
            Self::Exists(name) => format!("attribute_exists({})", expression.name(&name)),
            Self::Missing(name) => format!("attribute_not_exists({})", expression.name(&name)),
            Self::Compare(name, operator, value) => {
                let name = expression.name(&name);
                format!("{name} {operator} {}", expression.value(value?))
            }
            Self::Both(both) => {
                let (first, second) = *both;
                format!("{} AND {}", first.write(expression)?, second.write(expression)?)
            }
        })
    }
}

/// Which sort keys a query reads.
#[derive(Debug)]
pub(super) enum SortTest {
    Compare(&'static str, AttributeValue),
    Between(AttributeValue, AttributeValue),
    BeginsWith(String),
}

impl SortTest {
    pub(super) fn write(self, key: &str, expression: &mut Expression) -> String {
        let name = expression.name(key);
        match self {
            Self::Compare(operator, value) => format!("{name} {operator} {}", expression.value(value)),
            Self::Between(first, last) => {
                let first = expression.value(first);
                format!("{name} BETWEEN {first} AND {}", expression.value(last))
            }
            Self::BeginsWith(prefix) => {
                format!("begins_with({name}, {})", expression.value(AttributeValue::S(prefix)))
            }
        }
    }
}
