//! The expressions of a call: conditions that DynamoDB checks as it writes, ranges of sort keys.

use aws_sdk_dynamodb::types::AttributeValue;
use serde::Serialize;

use super::limits;
use crate::error::{Error, Result};

/// Names and values of an expression, by placeholder: no user text stands in one.
#[derive(Debug, Default)]
pub(super) struct Expression {
    names: Vec<String>,
    values: Vec<AttributeValue>,
}

impl Expression {
    pub(super) fn name(&mut self, name: &str) -> String {
        let position = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        format!("#n{position}")
    }

    pub(super) fn value(&mut self, value: AttributeValue) -> String {
        self.values.push(value);
        format!(":v{}", self.values.len() - 1)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = (String, String)> {
        self.names.iter().enumerate().map(|(index, name)| (format!("#n{index}"), name.clone()))
    }

    pub(super) fn values(&self) -> impl Iterator<Item = (String, AttributeValue)> {
        self.values.iter().enumerate().map(|(index, value)| (format!(":v{index}"), value.clone()))
    }
}

/// `value` as DynamoDB keeps it.
pub(super) fn attribute(value: impl Serialize) -> Result<AttributeValue> {
    let value = serde_dynamo::to_attribute_value(value).map_err(|error| {
        Error::internal("a value cannot be written as DynamoDB takes it").caused_by(error)
    })?;
    limits::check_names_in(&value)?;
    Ok(value)
}

/// What must hold of the stored item for a write to happen.
///
/// ```
/// use fingerpost::Condition;
///
/// let unchanged = Condition::equals("version", 3).and(Condition::exists("name"));
/// # let _ = unchanged;
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
    /// The stored item has the attribute.
    pub fn exists(attribute: impl Into<String>) -> Self {
        Self(Test::Exists(attribute.into()))
    }

    /// The stored item lacks the attribute, or there is no item.
    pub fn missing(attribute: impl Into<String>) -> Self {
        Self(Test::Missing(attribute.into()))
    }

    /// The attribute equals the value.
    pub fn equals(attribute: impl Into<String>, value: impl Serialize) -> Self {
        Self::compare(attribute, "=", value)
    }

    /// The attribute is less than the value.
    pub fn less_than(attribute: impl Into<String>, value: impl Serialize) -> Self {
        Self::compare(attribute, "<", value)
    }

    /// The attribute is greater than the value.
    pub fn greater_than(attribute: impl Into<String>, value: impl Serialize) -> Self {
        Self::compare(attribute, ">", value)
    }

    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        Self(Test::Both(Box::new((self.0, other.0))))
    }

    fn compare(name: impl Into<String>, operator: &'static str, value: impl Serialize) -> Self {
        Self(Test::Compare(name.into(), operator, attribute(value)))
    }

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

/// Which sort keys a query takes.
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
