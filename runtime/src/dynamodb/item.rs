//! What makes a type an item of a table, which `#[derive(Item)]` writes down.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::key::{ItemAt, Key, PrimaryKey};
use super::schema::TableSchema;

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
