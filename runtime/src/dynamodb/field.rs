//! The handles of attributes, of which conditions, filters and updates are made.
//!
//! `#[derive(Item)]` makes one for each field. Its type has the item and the field's type, so that the
//! compiler refuses another item's attribute and a value of another type. What a handle is compared with is
//! in `compare.rs`.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::fmt;
use std::marker::PhantomData;

use super::item::Item;
use super::path::Path;
use super::uniqueness::Distinct;
use super::value::Any;

/// An attribute that every item has.
#[derive(Debug)]
pub enum Required {}

/// An attribute whose field is an `Option`.
#[derive(Debug)]
pub enum Optional {}

/// An attribute of the key.
#[derive(Debug)]
pub enum InKey {}

/// The version of the item, which its writes raise.
#[derive(Debug)]
pub enum Counted {}

/// The size of an attribute, which is compared and nothing else.
#[derive(Debug)]
pub enum SizeOf {}

/// What is kept in an item, which a size is not.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this is the size of an attribute, which can only be compared",
    label = "not an attribute"
)]
pub trait Kept {}

impl Kept for Required {}
impl Kept for Optional {}
impl Kept for InKey {}
impl Kept for Counted {}
impl Kept for Distinct {}

/// An attribute that an item may be without.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this attribute is always there",
    label = "its field is not an `Option`",
    note = "`missing()` holds where an item lacks an attribute, whatever its field is"
)]
pub trait MayBeAbsent {}

impl MayBeAbsent for Optional {}

/// A handle of an attribute of `T`, whose value is a `V`.
///
/// [`#[derive(Item)]`](derive@crate::Item) makes one for each field, `Order::STATUS` for the field `status`, and
/// [`path`](crate::path) makes one of a text. The handle of an `Option<V>` is that of a `V`. Its methods make
/// conditions, and [`update`](crate::Table::update) takes it.
///
/// # Examples
///
/// ```
/// # use fingerpost::{Condition, Item};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize)] struct Line { sku: String }
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Orders")]
/// # struct Order { #[item(partition_key)] id: String, total: u64, lines: Vec<Line>, note: Option<String> }
/// let large: Condition<Order> = Order::TOTAL.at_least(100).or(Order::LINES.size().greater(10));
/// let tea = Order::LINES.index(0).at("sku").equals("tea");
/// let plain = Order::NOTE.is_none();
/// # drop((large, tea, plain));
/// ```
pub struct Field<T, V, K = Required> {
    pub(super) path: Path,
    types: Types<T, V, K>,
}

/// The types of a handle.
type Types<T, V, K> = PhantomData<fn() -> (T, V, K)>;

impl<T, V, K> Clone for Field<T, V, K> {
    fn clone(&self) -> Self {
        Self { path: self.path.clone(), types: PhantomData }
    }
}

impl<T, V, K> fmt::Debug for Field<T, V, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)
    }
}

/// Returns a handle of the attribute that a text names, or of a value inside of one: `path("lines[0].sku")`.
///
/// Names stand between dots, and indexes of lists in brackets. A name that has a dot or a bracket in it is
/// reached by [`Field::at`]. A text that is not a path makes the call that it is used in a 500. The compiler
/// knows nothing of the attribute, so any value may stand beside it.
///
/// # Examples
///
/// ```no_run
/// # use fingerpost::{Item, Result, Scan, Table, path};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize, Deserialize, Item)]
/// # #[item(table = "Orders")]
/// # struct Order { #[item(partition_key)] id: String }
/// # async fn example(orders: Table<Order, Scan>) -> Result<()> {
/// let teas = orders.scan().filter(path("lines[0].sku").equals("tea")).count().await?;
/// # Ok(()) }
/// ```
pub fn path<T>(text: &str) -> Field<T, Any> {
    Field::at_path(Path::parse(text))
}

/// The handle of the attribute of a field, which the derive writes.
#[doc(hidden)]
pub const fn field<T, V, K>(name: &'static str) -> Field<T, V, K> {
    Field::at_path(Path::attribute(name))
}

impl<T, V, K> Field<T, V, K> {
    pub(super) const fn at_path(path: Path) -> Self {
        Self { path, types: PhantomData }
    }

    /// Returns a handle of the same attribute whose type is not known, beside which any value may stand.
    pub fn untyped(&self) -> Field<T, Any> {
        Field::at_path(self.path.clone())
    }

    /// Returns a handle of the value of this name inside of the attribute, which is a map or a struct.
    pub fn at(&self, name: impl Into<String>) -> Field<T, Any> {
        Field::at_path(self.path.clone().at(name.into()))
    }

    /// Returns a handle of the element at this index of the attribute, which is a list.
    pub fn index<E>(&self, index: u32) -> Field<T, E>
    where
        V: List<Element = E>,
    {
        Field::at_path(self.path.clone().index(index))
    }
}

/// A type that serde writes as a list.
#[diagnostic::on_unimplemented(
    message = "an attribute of type `{Self}` is not a list",
    label = "not a list",
    note = "a `Vec`, a set and an array are lists; `.untyped()` is a handle whose type is not known"
)]
pub trait List {
    /// The type of its elements.
    type Element;
}

/// A type whose values can contain a value of type `Part`: a list, or a text.
#[diagnostic::on_unimplemented(
    message = "an attribute of type `{Self}` contains nothing",
    label = "neither a list nor a `String`",
    note = "a `Vec`, a set, an array and a `String` can contain something; `.untyped()` is a handle whose type is not known"
)]
pub trait Container {
    /// The type of what it contains.
    type Part;
}

macro_rules! lists {
    ($([$($parameter:tt)*] $list:ty => $element:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> List for $list {
            type Element = $element;
        }

        #[diagnostic::do_not_recommend]
        impl<$($parameter)*> Container for $list {
            type Part = $element;
        }
    )*};
}

lists! {
    [E] Vec<E> => E;
    [E] VecDeque<E> => E;
    [E, S] HashSet<E, S> => E;
    [E] BTreeSet<E> => E;
    [E, const N: usize] [E; N] => E;
    [] Any => Any;
}

impl Container for String {
    type Part = Self;
}

/// A type whose values begin with a text.
#[diagnostic::on_unimplemented(
    message = "an attribute of type `{Self}` does not begin with a text",
    label = "not a `String`",
    note = "`.untyped()` is a handle whose type is not known, for a type that serde writes as a text"
)]
pub trait Textual {}

impl Textual for String {}
impl Textual for Any {}

/// A type to which a number can be added.
#[diagnostic::on_unimplemented(
    message = "nothing can be added to an attribute of type `{Self}`",
    label = "not a number",
    note = "`.untyped()` is a handle whose type is not known, for a type that serde writes as a number"
)]
pub trait Number {}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Number for $number {}
    )*};
}

numbers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 Any);

/// An attribute that an update of a `T` can change, and whose value is a `V`.
#[diagnostic::on_unimplemented(
    message = "an update of `{T}` cannot change this attribute",
    label = "not an attribute of `{T}`, or one that an update keeps",
    note = "an update changes attributes of its own item and none of its key, raises the version by itself, and leaves unique values to `put`"
)]
pub trait Changeable<T, V> {
    /// Where the attribute is.
    #[doc(hidden)]
    fn into_field(self) -> Field<T, V>;
}

impl<T, V> Changeable<T, V> for Field<T, V> {
    fn into_field(self) -> Self {
        self
    }
}

impl<T, V> Changeable<T, V> for Field<T, V, Optional> {
    fn into_field(self) -> Field<T, V> {
        Field::at_path(self.path)
    }
}

/// The attribute that every item of the table has.
pub(super) fn partition_key<T: Item>() -> Field<T, Any> {
    field(T::table().partition_key.name)
}
