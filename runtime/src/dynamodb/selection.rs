//! Which items a query reads: those that have these values in their key, and one range of what follows.

use aws_sdk_dynamodb::types::AttributeValue;

use super::attributes::Attributes;
use super::expression::Expression;
use super::key::fits;
use crate::error::{Error, Result};

/// What a query asks of the key, from the left.
#[derive(Debug)]
pub(super) struct Selection {
    equal: Vec<Equal>,
    range: Option<(&'static str, Range)>,
}

/// An attribute of the key that has one value.
#[derive(Debug)]
struct Equal {
    name: &'static str,
    /// The bytes that its value may have.
    longest: usize,
    value: Result<AttributeValue>,
}

/// A range of values.
#[derive(Debug)]
pub(super) enum Range {
    Compare(&'static str, Result<AttributeValue>),
    Between(Result<AttributeValue>, Result<AttributeValue>),
    BeginsWith(String),
}

impl Selection {
    /// All items.
    pub(super) fn all() -> Self {
        Self { equal: Vec::new(), range: None }
    }

    /// Of those, the ones whose attribute `name` has this value.
    pub(super) fn equal(mut self, name: &'static str, longest: usize, value: Result<AttributeValue>) -> Self {
        self.equal.push(Equal { name, longest, value });
        self
    }

    /// Of those, the ones whose attribute `name` is in this range. There is one range, and the last counts.
    pub(super) fn range(mut self, name: &'static str, range: Range) -> Self {
        self.range = Some((name, range));
        self
    }

    /// The key condition, or `None` where no item can have such a key and DynamoDB would refuse the request.
    ///
    /// # Errors
    ///
    /// As a value was refused, and 400 where `start` is not the key of an item that is selected.
    pub(super) fn write(
        self,
        start: Option<&Attributes>,
        expression: &mut Expression,
    ) -> Result<Option<String>> {
        let mut tests = Vec::new();
        for Equal { name, longest, value } in self.equal {
            let value = value?;
            if !fits(&value, longest)? {
                return Ok(None);
            }
            if start.is_some_and(|start| start.get(name) != Some(&value)) {
                return Err(Error::bad_request("Invalid cursor: it is not from this listing"));
            }
            tests.push(format!("{} = {}", expression.name(name), expression.value(value)));
        }
        if let Some((name, range)) = self.range {
            tests.push(range.write(&expression.name(name), expression)?);
        }
        Ok(Some(tests.join(" AND ")))
    }
}

impl Range {
    fn write(self, name: &str, expression: &mut Expression) -> Result<String> {
        Ok(match self {
            Self::Compare(operator, value) => format!("{name} {operator} {}", expression.value(value?)),
            Self::Between(first, last) => {
                let first = expression.value(first?);
                format!("{name} BETWEEN {first} AND {}", expression.value(last?))
            }
            Self::BeginsWith(prefix) => {
                format!("begins_with({name}, {})", expression.value(AttributeValue::S(prefix)))
            }
        })
    }
}
