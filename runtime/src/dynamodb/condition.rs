//! What must hold of a stored item: a condition of a write, or the filter of a list.
//!
//! A condition is a tree until a call writes it as text, whose names and values are placeholders. The tests
//! that it is made of are in `compare.rs`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use aws_sdk_dynamodb::types::AttributeValue;

use super::expression::Expression;
use super::path::Path;
use crate::error::Result;

/// The operands that one `IN` takes.
const MOST_OPERANDS: usize = 100;

/// What must hold of a stored `T`: for a write to happen, or for an item to be in a list.
///
/// The handles of an item's attributes make conditions, see [`Field`](crate::Field), and [`and`](Self::and),
/// [`or`](Self::or) and `!` join them. [`put`](crate::Table::put), [`update`](crate::Table::update) and
/// [`delete`](crate::Table::delete) take one by `condition`, and [`query`](crate::Table::query) and
/// [`scan`](crate::Table::scan) by `filter`. DynamoDB checks the condition of a write in the same step in which
/// it writes, so nobody can change the item in between.
///
/// # What holds of an attribute that is not there
///
/// Where an item lacks an attribute, and where nothing is stored under the key, only `missing`, `is_none` and
/// `not_equals` hold. The same is true of an attribute of another type than the value's.
///
/// # Examples
///
/// ```no_run
/// # use fingerpost::{Item, OrError, PutItem, Result, Table};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Seats")]
/// # struct Seat { #[item(partition_key)] id: String, guest: Option<String>, price: u32 }
/// # async fn example(seat: Seat, seats: Table<Seat, PutItem>) -> Result<()> {
/// let free = Seat::GUEST.is_none().and(Seat::PRICE.less(100));
/// seats.put(&seat).condition(free).await?.or_conflict("Seat is taken")?;
/// # Ok(()) }
/// ```
#[must_use = "a condition does nothing before a call takes it"]
pub struct Condition<T> {
    test: Test,
    /// How it is written, which is so part of those executables alone that make a condition.
    write: fn(Test, &mut Expression) -> Result<String>,
    item: PhantomData<fn() -> T>,
}

/// The value that a test compares with, or why there is none.
pub(super) type Operand = Result<AttributeValue>;

#[derive(Debug)]
pub(super) enum Test {
    Compare(Path, &'static str, Operand),
    Between(Path, Operand, Operand),
    In(Path, Vec<Operand>),
    /// A function of an attribute, and of a value where it takes one.
    Call(&'static str, Path, Option<Operand>),
    Not(Box<Test>),
    Both(Box<(Test, Test)>),
    Either(Box<(Test, Test)>),
}

impl<T> Condition<T> {
    pub(super) fn of(test: Test) -> Self {
        Self { test, write: Test::write, item: PhantomData }
    }

    /// Holds when both conditions hold.
    pub fn and(self, other: Self) -> Self {
        Self::of(Test::Both(Box::new((self.test, other.test))))
    }

    /// Holds when one of the conditions holds, or both do.
    pub fn or(self, other: Self) -> Self {
        Self::of(Test::Either(Box::new((self.test, other.test))))
    }

    /// The same condition, of which it is no longer known what it is about.
    pub(super) fn of_any(self) -> Condition<()> {
        Condition { test: self.test, write: self.write, item: PhantomData }
    }

    /// The condition as text, whose names and values are added to `expression`.
    ///
    /// # Errors
    ///
    /// 500 or 400 where a value was refused when the condition was made, 500 for a text that is not a path.
    pub(super) fn write(self, expression: &mut Expression) -> Result<String> {
        (self.write)(self.test, expression)
    }

    /// The attributes that it tests.
    #[cfg(feature = "local")]
    pub(super) fn attributes(&self) -> Vec<&str> {
        let (mut tests, mut attributes) = (vec![&self.test], Vec::new());
        while let Some(test) = tests.pop() {
            match test {
                Test::Compare(path, ..)
                | Test::Between(path, ..)
                | Test::In(path, _)
                | Test::Call(_, path, _) => {
                    attributes.push(path.root());
                }
                Test::Not(test) => tests.push(test),
                Test::Both(both) | Test::Either(both) => tests.extend([&both.1, &both.0]),
            }
        }
        attributes
    }
}

/// Holds when the condition does not.
impl<T> Not for Condition<T> {
    type Output = Self;

    fn not(self) -> Self {
        Self::of(Test::Not(Box::new(self.test)))
    }
}

impl<T> fmt::Debug for Condition<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.test.fmt(f)
    }
}

impl Test {
    fn write(self, expression: &mut Expression) -> Result<String> {
        Ok(match self {
            Self::Compare(path, operator, value) => {
                let path = path.write(expression)?;
                format!("{path} {operator} {}", expression.value(value?))
            }
            Self::Between(path, first, last) => {
                let (path, first) = (path.write(expression)?, expression.value(first?));
                format!("{path} BETWEEN {first} AND {}", expression.value(last?))
            }
            Self::In(path, values) => one_of(&path, values, expression)?,
            Self::Call(function, path, value) => {
                let path = path.write(expression)?;
                match value {
                    None => format!("{function}({path})"),
                    Some(value) => format!("{function}({path}, {})", expression.value(value?)),
                }
            }
            Self::Not(test) => format!("NOT {}", test.write_alone(expression)?),
            Self::Both(tests) => joined(*tests, "AND", expression)?,
            Self::Either(tests) => joined(*tests, "OR", expression)?,
        })
    }

    /// The test as text that stays together whatever stands around it.
    fn write_alone(self, expression: &mut Expression) -> Result<String> {
        Ok(format!("({})", self.write(expression)?))
    }
}

fn joined((one, other): (Test, Test), operator: &str, expression: &mut Expression) -> Result<String> {
    Ok(format!("{} {operator} {}", one.write_alone(expression)?, other.write_alone(expression)?))
}

/// As many `IN`s as the values take. DynamoDB has none without values, which would never hold.
fn one_of(path: &Path, values: Vec<Operand>, expression: &mut Expression) -> Result<String> {
    let text = path.write(expression)?;
    let mut tests = Vec::new();
    let mut values = values.into_iter().peekable();
    while values.peek().is_some() {
        let some = values.by_ref().take(MOST_OPERANDS).map(|value| Ok(expression.value(value?)));
        tests.push(format!("{text} IN ({})", some.collect::<Result<Vec<_>>>()?.join(", ")));
    }
    if tests.is_empty() {
        let path = path.clone().whole().write(expression)?;
        return Ok(format!("attribute_exists({path}) AND attribute_not_exists({path})"));
    }
    Ok(tests.join(" OR "))
}

/// What a filter of a list of `T` takes: a [`Condition`], or an `Option` of one, where `None` filters nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a filter of items of type `{T}`",
    label = "not a condition on `{T}`",
    note = "a filter is made of the item's handles, as in `{T}::NAME.equals(…)`, or of `path(\"name\").equals(…)`"
)]
pub trait Filter<T> {
    /// The condition, where there is one.
    #[doc(hidden)]
    fn condition(self) -> Option<Condition<T>>;
}

impl<T> Filter<T> for Condition<T> {
    fn condition(self) -> Option<Self> {
        Some(self)
    }
}

impl<T> Filter<T> for Option<Condition<T>> {
    fn condition(self) -> Self {
        self
    }
}

/// What a write of a `T` takes as its condition: a [`Condition`], which is always there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition on a write of `{T}`",
    label = "not a condition on `{T}`",
    note = "a condition is made of the item's handles, as in `{T}::NAME.equals(…)`, or of `path(\"name\").equals(…)`",
    note = "one that is made of an `Option` may be absent, and a write would then be made whatever is stored: only a filter takes it"
)]
pub trait WriteCondition<T> {
    /// The condition.
    #[doc(hidden)]
    fn condition(self) -> Condition<T>;
}

impl<T> WriteCondition<T> for Condition<T> {
    fn condition(self) -> Self {
        self
    }
}

/// Both conditions, where the first is there.
pub(super) fn both<T>(one: Option<Condition<T>>, other: Condition<T>) -> Condition<T> {
    match one {
        Some(one) => one.and(other),
        None => other,
    }
}
