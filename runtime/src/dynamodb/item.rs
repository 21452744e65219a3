//! What makes a type an item of a table, which `#[derive(Item)]` writes down.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::key::{ItemAt, Key, PrimaryKey};
use super::schema::TableSchema;
use super::uniqueness::Uniqueness;
use super::version::Version;

/// An item of a DynamoDB table, which `#[derive(Item)]` makes of a struct.
///
/// `#[item(table = "…")]` above the struct names the table, `#[item(partition_key)]` and
/// `#[item(sort_key)]` above fields name its key. A key is of any type that serde writes as a text, a whole
/// number or bytes, see [`PrimaryKey`](crate::PrimaryKey). An item is stored as `serde` writes it. Attributes
/// are named after the fields, and `#[serde(rename = "…")]` holds for keys too. A field that is `None` is
/// stored as null, unless `serde` skips it. One item has up to 400 KB, names and values counted.
///
/// # Handles
///
/// Each field becomes a constant of the struct, named like the field in upper case: a [`Field`](crate::Field),
/// of which conditions, filters and updates are made. It is as visible as the field. A field that `serde`
/// skips or flattens has none, and of one that `serde` writes `with` a function of its own the type of the
/// attribute is not known: it is an attribute of [`Any`](crate::Any) value. Where a constant has a name that is
/// taken, [`FIELDS`](Self::FIELDS) has all of them under the names of the fields.
///
/// # Versions
///
/// `#[item(version)]` above a field of type `u64` or `u32` makes it the version of the item.
/// [`put`](crate::Table::put) and [`update`](crate::Table::update) raise it; `put` checks it, and `update` and
/// [`delete`](crate::Table::delete) check it where they are given one: [`Versioned`](crate::Versioned).
///
/// # Unique values
///
/// `#[item(unique)]` above a field says that no two items of the table have the same value in it: an e-mail address, a
/// name in a URL. The field is a text, a whole number or bytes, or a struct around one, or an `Option` of that, where
/// any number of items may be `None`.
///
/// The values are claimed in a second table, which is named `UsersUnique` for a table `Users`, stands in the manifest
/// and is granted to the routes that write. [`put`](crate::Table::put) and [`delete`](crate::Table::delete) write the
/// item and its claims in one transaction. A `put` of a value that another item has is a 409 whose `details` name the
/// field. One that takes the place of an item with another value, and each `delete`, make a second call, once DynamoDB
/// has said which value is given up. With N unique fields a write costs as a transaction of 1 + N items or, where
/// values change, 1 + 2N, which is twice what as many writes of 1 KB cost.
///
/// What cannot keep them does not compile: [`put_many`](crate::Table::put_many),
/// [`delete_many`](crate::Table::delete_many), `put` and `delete` in a [`Transaction`](crate::Transaction), an
/// [`update`](crate::Table::update) of the field, whose old value it does not know, and `#[item(expires)]` in the same
/// item, which DynamoDB deletes and not its claims. Other fields are updated as ever. Calls of the SDK's own
/// [`client`](crate::Table::client) and a [`path`](crate::path) in an update do not look at the claims. A field that
/// becomes unique later is claimed by the next `put` of each item.
///
/// # Examples
///
/// ```
/// # use fingerpost::Item;
/// # use serde::{Deserialize, Serialize};
/// /// A seat at an event.
/// #[derive(Serialize, Deserialize, Item)]
/// #[item(table = "Seats")]
/// struct Seat {
///     #[item(partition_key)]
///     event: String,
///     #[item(sort_key)]
///     number: u32,
///     guest: Option<String>,
/// }
///
/// let free = Seat::GUEST.is_none().and(Seat::NUMBER.at_most(20));
/// let taken = !<Seat as Item>::FIELDS.guest.is_none();
/// # drop((free, taken));
/// # assert_eq!(Seat::table().name(), "Seats");
/// # assert_eq!(Seat::table().key().collect::<Vec<_>>(), ["event", "number"]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an item of a table",
    label = "not an item",
    note = "write `#[derive(Item)]` and `#[item(table = \"…\")]` above the struct, `#[item(partition_key)]` above its key, and derive `Serialize` and `Deserialize`"
)]
pub trait Item: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The types of the table's key: `(P,)`, or `(P, S)` where it has a sort key.
    type Key: PrimaryKey;
    /// The type of the item's version, and `()` for an item without one.
    type Version: Version;
    /// Whether the item has unique values.
    #[doc(hidden)]
    type Unique: Uniqueness;
    /// A struct with a handle for each field.
    type Fields;
    /// The handles of the fields, by the names of the fields.
    const FIELDS: Self::Fields;

    /// Returns the table as the item declares it.
    fn table() -> &'static TableSchema;

    /// Returns a key of the table that says which table it is of, as a [`Transaction`](crate::Transaction) needs it:
    /// `Stock::at("tea")`.
    fn at(key: impl Key<Self::Key>) -> ItemAt<Self> {
        ItemAt::of(key)
    }
}

/// The type of the partition key of `T`'s table.
pub type PartitionKey<T> = <<T as Item>::Key as PrimaryKey>::Partition;

/// The type of the sort key of `T`'s table, or [`NoSortKey`](crate::NoSortKey).
pub type SortKey<T> = <<T as Item>::Key as PrimaryKey>::Sort;
