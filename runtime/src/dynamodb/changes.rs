//! What an update changes: the clauses of its expression.

use std::fmt::Write as _;

use aws_sdk_dynamodb::types::AttributeValue;

use super::expression::Expression;
use super::path::Path;
use crate::error::Result;

/// One change of an attribute.
#[derive(Debug)]
pub(super) enum Change {
    Set(AttributeValue),
    SetIfMissing(AttributeValue),
    SetFrom(Path),
    Add(AttributeValue),
    Subtract(AttributeValue),
    Append(Vec<AttributeValue>),
    Prepend(Vec<AttributeValue>),
    Remove,
}

/// The changes of one update, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Changes(Vec<(Path, Result<Change>)>);

impl Changes {
    pub(super) fn push(&mut self, path: Path, change: Result<Change>) {
        self.0.push((path, change));
    }

    /// Raises the version of the item.
    pub(super) fn raise(&mut self, version: &'static str) {
        self.push(Path::attribute(version), Ok(Change::Add(AttributeValue::N("1".to_owned()))));
    }

    /// The update expression, or `None` where nothing changes.
    ///
    /// # Errors
    ///
    /// As a value was refused, or 500 for a text that is not a path.
    pub(super) fn write(self, expression: &mut Expression) -> Result<Option<String>> {
        let (mut set, mut add, mut remove) = (Vec::new(), Vec::new(), Vec::new());
        for (path, change) in self.0 {
            let path = path.write(expression)?;
            match change? {
                Change::Set(value) => set.push(format!("{path} = {}", expression.value(value))),
                Change::SetIfMissing(value) => {
                    set.push(format!("{path} = if_not_exists({path}, {})", expression.value(value)));
                }
                Change::SetFrom(other) => set.push(format!("{path} = {}", other.write(expression)?)),
                Change::Add(number) => add.push(format!("{path} {}", expression.value(number))),
                Change::Subtract(number) => {
                    add.push(format!("{path} {}", expression.value(negative(number))));
                }
                Change::Append(items) => {
                    let (list, items) = lists(&path, items, expression);
                    set.push(format!("{path} = list_append({list}, {items})"));
                }
                Change::Prepend(items) => {
                    let (list, items) = lists(&path, items, expression);
                    set.push(format!("{path} = list_append({items}, {list})"));
                }
                Change::Remove => remove.push(path),
            }
        }
        let mut text = String::new();
        for (verb, clauses) in [("SET", &set), ("ADD", &add), ("REMOVE", &remove)] {
            if !clauses.is_empty() {
                // Writing to a `String` cannot fail.
                let _ = write!(text, "{verb} {} ", clauses.join(", "));
            }
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }
}

/// The stored list, where a missing one has no elements, and the new elements.
fn lists(path: &str, items: Vec<AttributeValue>, expression: &mut Expression) -> (String, String) {
    let empty = expression.value(AttributeValue::L(Vec::new()));
    let items = expression.value(AttributeValue::L(items));
    (format!("if_not_exists({path}, {empty})"), items)
}

/// The number with the other sign. `ADD` takes a missing attribute for 0, and a `SET` with `-` would not.
fn negative(number: AttributeValue) -> AttributeValue {
    match number {
        AttributeValue::N(number) => AttributeValue::N(match number.strip_prefix('-') {
            Some(positive) => positive.to_owned(),
            None => format!("-{number}"),
        }),
        // DynamoDB refuses it.
        other => other,
    }
}
