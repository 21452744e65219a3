//! What conditions and updates come to, as a model in Rust: the oracle of the random cases.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Plain {
    Null(()),
    Flag(bool),
    Number(i64),
    Text(String),
    List(Vec<i64>),
    Map(BTreeMap<String, i64>),
}

/// The attributes of an item, but for its key.
pub(crate) type Attributes = BTreeMap<String, Plain>;

/// A condition on an attribute, or on others.
#[derive(Debug, Clone)]
pub(crate) enum Test {
    Compare(&'static str, Compare, Plain),
    Between(&'static str, Plain, Plain),
    In(&'static str, Vec<Plain>),
    Size(&'static str, Compare, usize),
    Exists(&'static str),
    Missing(&'static str),
    IsText(&'static str),
    BeginsWith(&'static str, String),
    ContainsNumber(&'static str, i64),
    ContainsText(&'static str, String),
    InMap(&'static str, Compare, i64),
    InList(&'static str, u32, Compare, i64),
    Not(Box<Test>),
    And(Box<Test>, Box<Test>),
    Or(Box<Test>, Box<Test>),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Compare {
    Equals,
    NotEquals,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Compare {
    fn holds(self, value: Option<&Plain>, other: &Plain) -> bool {
        let order = match (value, other) {
            (Some(Plain::Number(one)), Plain::Number(other)) => Some(one.cmp(other)),
            (Some(Plain::Text(one)), Plain::Text(other)) => Some(one.as_bytes().cmp(other.as_bytes())),
            _ => None,
        };
        match self {
            Self::Equals => value == Some(other),
            Self::NotEquals => value != Some(other),
            Self::Less => order.is_some_and(std::cmp::Ordering::is_lt),
            Self::AtMost => order.is_some_and(std::cmp::Ordering::is_le),
            Self::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
            Self::AtLeast => order.is_some_and(std::cmp::Ordering::is_ge),
        }
    }
}

impl Test {
    pub(crate) fn holds(&self, item: &Attributes) -> bool {
        match self {
            Self::Compare(name, compare, other) => compare.holds(item.get(*name), other),
            Self::Between(name, first, last) => {
                let value = item.get(*name);
                Compare::AtLeast.holds(value, first) && Compare::AtMost.holds(value, last)
            }
            Self::In(name, values) => item.get(*name).is_some_and(|value| values.contains(value)),
            Self::Size(name, compare, size) => {
                let number = |size: usize| Plain::Number(i64::try_from(size).unwrap_or(i64::MAX));
                let value = item.get(*name).and_then(size_of).map(number);
                value.is_some() && compare.holds(value.as_ref(), &number(*size))
            }
            Self::Exists(name) => item.contains_key(*name),
            Self::Missing(name) => !item.contains_key(*name),
            Self::IsText(name) => matches!(item.get(*name), Some(Plain::Text(_))),
            Self::BeginsWith(name, prefix) => {
                matches!(item.get(*name), Some(Plain::Text(text)) if text.starts_with(prefix))
            }
            Self::ContainsNumber(name, number) => {
                matches!(item.get(*name), Some(Plain::List(list)) if list.contains(number))
            }
            Self::ContainsText(name, part) => {
                matches!(item.get(*name), Some(Plain::Text(text)) if text.contains(part.as_str()))
            }
            Self::InMap(name, compare, other) => {
                let value = match item.get(*name) {
                    Some(Plain::Map(map)) => map.get("n").copied().map(Plain::Number),
                    _ => None,
                };
                compare.holds(value.as_ref(), &Plain::Number(*other))
            }
            Self::InList(name, index, compare, other) => {
                let value = match item.get(*name) {
                    Some(Plain::List(list)) => list.get(*index as usize).copied().map(Plain::Number),
                    _ => None,
                };
                compare.holds(value.as_ref(), &Plain::Number(*other))
            }
            Self::Not(test) => !test.holds(item),
            Self::And(one, other) => one.holds(item) && other.holds(item),
            Self::Or(one, other) => one.holds(item) || other.holds(item),
        }
    }
}

fn size_of(value: &Plain) -> Option<usize> {
    match value {
        Plain::Text(text) => Some(text.len()),
        Plain::List(list) => Some(list.len()),
        Plain::Map(map) => Some(map.len()),
        _ => None,
    }
}

/// A change of one attribute.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Set(Plain),
    SetIfMissing(Plain),
    SetFrom(&'static str),
    Add(i64),
    Subtract(i64),
    Append(Vec<i64>),
    Prepend(Vec<i64>),
    Remove,
}

/// The item after an update, or `None` where an attribute is of a type that it cannot change.
pub(crate) fn updated(item: &Attributes, changes: &[(&'static str, Change)]) -> Option<Attributes> {
    let mut after = item.clone();
    for (name, change) in changes {
        let before = item.get(*name);
        let value = match change {
            Change::Set(value) => value.clone(),
            Change::SetIfMissing(value) => before.unwrap_or(value).clone(),
            Change::SetFrom(other) => item.get(*other)?.clone(),
            Change::Add(number) => Plain::Number(number_in(before)? + number),
            Change::Subtract(number) => Plain::Number(number_in(before)? - number),
            Change::Append(items) => Plain::List([list_in(before)?, items.clone()].concat()),
            Change::Prepend(items) => Plain::List([items.clone(), list_in(before)?].concat()),
            Change::Remove => {
                after.remove(*name);
                continue;
            }
        };
        after.insert((*name).to_owned(), value);
    }
    Some(after)
}

fn number_in(value: Option<&Plain>) -> Option<i64> {
    match value {
        None => Some(0),
        Some(Plain::Number(number)) => Some(*number),
        Some(_) => None,
    }
}

fn list_in(value: Option<&Plain>) -> Option<Vec<i64>> {
    match value {
        None => Some(Vec::new()),
        Some(Plain::List(list)) => Some(list.clone()),
        Some(_) => None,
    }
}
