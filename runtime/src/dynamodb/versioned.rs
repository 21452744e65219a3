//! The version of an item: every write raises it, and a write of what was read before checks it.
//!
//! The calls by which a handler gives the version that it saw are in `seen.rs`. What a write does about it is
//! here, whatever the call: `raise` for a whole item, `Expected` for the condition and for what its failure means.

use aws_sdk_dynamodb::types::AttributeValue;

use super::attributes::Attributes;
use super::condition::Condition;
use super::field::{Counted, Field, field};
use super::item::Item;
use super::value::Any;
use super::version::Version;
use crate::error::{Error, Result};
use crate::extract::IfMatch;

/// An item with a version, which `#[item(version)]` above a field says.
///
/// The version counts the writes of an item. A value that was made has version 0 and has never been written, and
/// one that was read has the version that was stored. [`put`](crate::Table::put) writes it with the next version, if
/// the stored item still has the version of the value, and returns that version.
/// [`update`](crate::Table::update) raises the version, too, and checks it where
/// [`if_match`](crate::UpdateCall::if_match) or [`if_version`](crate::UpdateCall::if_version) gives one. So nobody
/// writes over a change that they have not seen.
///
/// # Items without a version
///
/// An item that is stored without the attribute has version 0, so a version can be given to the items of a table
/// that is in use: the field then has `#[serde(default)]`.
///
/// # A write whose answer is lost
///
/// The SDK makes a call again whose connection is lost. Where DynamoDB had made the write, the second attempt finds its
/// own version, and is a 409 or 412 although the change was made. Whoever reads the item again finds the change there.
///
/// # What does not check
///
/// [`put_many`](crate::Table::put_many) does not compile with such an item, because a batch knows no conditions.
/// [`delete`](crate::Table::delete) checks the version where one is given, and
/// [`delete_many`](crate::Table::delete_many) never does. Calls of the SDK's own [`client`](crate::Table::client),
/// and other types with the same table, do what they say.
///
/// # Examples
///
/// ```no_run
/// # use fingerpost::{GetItem, Item, OrError, PutItem, Result, Table, UpdateItem};
/// # use serde::{Deserialize, Serialize};
/// #[derive(Serialize, Deserialize, Item)]
/// #[item(table = "Lists")]
/// struct List {
///     #[item(partition_key)]
///     id: String,
///     entries: Vec<String>,
///     #[item(version)]
///     version: u64,
/// }
///
/// async fn example(lists: Table<List, (GetItem, PutItem, UpdateItem)>) -> Result<()> {
///     let mut list = lists.get("l-7").await?.or_not_found("No such list")?;
///     list.entries.sort();
///     list.version = lists.put(&list).await?; // a 409 if somebody else has changed it since
///     let update = lists.update("l-7").remove(List::ENTRIES.index(0)).if_version(list.version);
///     let list = update.await?.or_not_found("No such list")?; // a 409 likewise
///     # drop(list);
///     Ok(())
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no version",
    label = "an item without a version",
    note = "write `#[item(version)]` above a field of type `u64` or `u32`"
)]
pub trait Versioned: Item {
    /// The field.
    #[doc(hidden)]
    fn version_field(&self) -> &Self::Version;

    /// The field, to be raised.
    #[doc(hidden)]
    fn version_field_mut(&mut self) -> &mut Self::Version;

    /// Returns the version.
    fn version(&self) -> Self::Version {
        *self.version_field()
    }

    /// Returns the item with the next version, as a [`put`](crate::Table::put) of it would store it.
    ///
    /// It is for an answer that is made before the write. The largest version of its type stays as it is, and a
    /// `put` refuses it.
    #[must_use]
    fn raised(mut self) -> Self {
        let version = self.version_field_mut();
        *version = version.next().unwrap_or(*version);
        self
    }
}

/// The version `V` that a client saw: an [`IfMatch`], or an `Option` of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a version of this item",
    label = "expected `IfMatch<{V}>`, or an `Option` of it",
    note = "the version is of the type of the item's field with `#[item(version)]`; where `()` is expected the item has none: write `#[item(version)]` above a field of type `u64` or `u32`"
)]
pub trait SeenVersion<V> {
    /// The version, where the client says one.
    #[doc(hidden)]
    fn seen(self) -> Option<V>;
}

#[diagnostic::do_not_recommend]
impl<V> SeenVersion<V> for IfMatch<V> {
    fn seen(self) -> Option<V> {
        Some(self.0)
    }
}

#[diagnostic::do_not_recommend]
impl<V> SeenVersion<V> for Option<IfMatch<V>> {
    fn seen(self) -> Option<V> {
        self.map(|IfMatch(version)| version)
    }
}

/// Raises the version among the attributes of an item, and returns the one that was read and the next.
///
/// # Errors
///
/// 500 where the version is not a whole number, or is the largest of its type.
pub(super) fn raise<T: Item>(item: &mut Attributes) -> Result<(u64, T::Version)> {
    let Some(name) = T::table().version.filter(|_| T::Version::IS_KEPT) else {
        return T::Version::of(0)
            .map(|none| (0, none))
            .ok_or_else(|| Error::internal("an item has no version"));
    };
    let read = stored(item, name);
    let next = read.and_then(|read| T::Version::of(read)?.next().map(|next| (read, next)));
    let (read, next) = next.ok_or_else(|| {
        Error::internal(format!("`{name}` cannot be raised: it is not a version, or the largest of its type"))
    })?;
    item.insert(name.to_owned(), AttributeValue::N(next.number().to_string()));
    Ok((read, next))
}

/// The version that is stored in an item, or `None` where it is something else.
fn stored(item: &Attributes, name: &str) -> Option<u64> {
    match item.get(name) {
        None => Some(0),
        Some(AttributeValue::N(number)) => number.parse().ok(),
        Some(_) => None,
    }
}

/// The version that a write expects to be stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    pub(super) version: u64,
    /// Whether the client gave it, by `If-Match`.
    pub(super) by_client: bool,
}

impl Expected {
    /// The version that the client saw, where it says one.
    pub(super) fn by_client<V: Version>(seen: impl SeenVersion<V>) -> Option<Self> {
        let version = seen.seen()?;
        Some(Self { version: version.number(), by_client: true })
    }

    /// The version that the handler saw.
    pub(super) fn by_handler(version: impl Version) -> Self {
        Self { version: version.number(), by_client: false }
    }

    /// What must hold of the stored item. Of one that is not there, it holds for version 0.
    pub(super) fn condition<T: Item>(self) -> Option<Condition<T>> {
        let version: Field<T, Any, Counted> = field(T::table().version?);
        let equals = version.equals(self.version);
        Some(if self.version == 0 { version.missing().or(equals) } else { equals })
    }

    /// Finds out whether it was the version for which a write was refused. `item` is what is stored.
    ///
    /// # Errors
    ///
    /// 412 or 409 where another version is stored, or nothing.
    pub(super) fn check<T: Item>(self, item: Option<&Attributes>) -> Result<()> {
        let stored = item.and_then(|item| stored(item, T::table().version?));
        if stored == Some(self.version) { Ok(()) } else { Err(self.lost()) }
    }

    /// The error of a write that came too late.
    pub(super) fn lost(self) -> Error {
        if self.by_client {
            Error::not_current()
        } else {
            Error::conflict("It has changed since it was read")
        }
    }
}
