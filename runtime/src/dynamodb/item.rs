//! What makes a type an item of a table: the table's name, and the names and types of its key.
//!
//! `#[derive(Item)]` writes it down as constants and associated types. From the types follows what a call
//! takes for a key: `&str` or a number, or a pair where there is a sort key.

use std::borrow::Cow;

use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_manifest::{KeyType, variable};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An item of a DynamoDB table, which `#[derive(Item)]` makes of a struct.
///
/// `#[item(table = "…")]` above the struct names the table, `#[item(partition_key)]` and
/// `#[item(sort_key)]` above fields name its key. An item is stored as `serde` writes it. Attributes are
/// named after the fields, and `#[serde(rename = "…")]` holds for keys too. A field that is `None` is stored
/// as null, unless `serde` skips it. One item has up to 400 KB, names and values counted.
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
/// # assert_eq!((Seat::PARTITION_KEY, Seat::SORT_KEY), ("event", Some("number")));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an item of a table",
    label = "not an item",
    note = "write `#[derive(Item)]` and `#[item(table = \"…\")]` above the struct, `#[item(partition_key)]` above its key, and derive `Serialize` and `Deserialize`"
)]
pub trait Item: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The table's name in the source. That of the deployed table is in the environment, see
    /// [`Table`](crate::Table#which-table-it-is).
    const TABLE: &'static str;
    /// Where the item is declared, as `file:line`, for messages about it.
    const SOURCE: &'static str;
    /// The name of the attribute that is the partition key.
    const PARTITION_KEY: &'static str;
    /// The name of the attribute that is the sort key, or `None` in a table without one.
    const SORT_KEY: Option<&'static str>;
    /// The partition key's type.
    type PartitionKey: KeyAttribute;
    /// The sort key's type, or [`NoSortKey`].
    type SortKey: SortKey;
}

/// How a call names one item of `T`'s table: by its partition key, or a pair of that and its sort key.
///
/// A `String` is given as `&str` and a number as itself: `"e-7"`, or `("e-7", 12)`. A string has 1 to 2048
/// bytes as a partition key, and 1 to 1024 as a sort key. A call with a key that no item can have finds
/// nothing.
pub type Key<'k, T> = <<T as Item>::SortKey as SortKey>::With<'k, <T as Item>::PartitionKey>;

/// The type that stands for the sort key in a table without one.
#[derive(Debug, Clone, Copy)]
pub struct NoSortKey;

/// A type that an attribute of a key can have: `String`, or an integer of 8 to 64 bits.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a table's key",
    label = "not a key",
    note = "a key is a `String` or a whole number"
)]
pub trait KeyAttribute {
    /// The type of the attribute.
    #[doc(hidden)]
    const TYPE: KeyType;
    /// What a call takes for it: `&str` for a `String`, the number for a number.
    type Ref<'k>;
    /// Turns it into the attribute that DynamoDB takes.
    fn attribute(key: Self::Ref<'_>) -> AttributeValue;
}

impl KeyAttribute for String {
    const TYPE: KeyType = KeyType::S;
    type Ref<'k> = &'k str;

    fn attribute(key: &str) -> AttributeValue {
        AttributeValue::S(key.to_owned())
    }
}

macro_rules! number_keys {
    ($($number:ty)*) => {$(
        impl KeyAttribute for $number {
            const TYPE: KeyType = KeyType::N;
            type Ref<'k> = $number;

            fn attribute(key: $number) -> AttributeValue {
                AttributeValue::N(key.to_string())
            }
        }
    )*};
}

number_keys!(u8 u16 u32 u64 i8 i16 i32 i64);

/// The type of a table's sort key: a [`KeyAttribute`], or [`NoSortKey`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a table's key",
    label = "not a key",
    note = "a key is a `String` or a whole number"
)]
pub trait SortKey {
    /// The type of the attribute, where there is a sort key.
    #[doc(hidden)]
    const SORT_TYPE: Option<KeyType>;
    /// What a call takes for the whole key, where the partition key is a `P`.
    type With<'k, P: KeyAttribute>;
    /// Turns a key into the attribute of the partition key, and that of the sort key if there is one.
    fn attributes<P: KeyAttribute>(key: Self::With<'_, P>) -> (AttributeValue, Option<AttributeValue>);
}

impl SortKey for NoSortKey {
    const SORT_TYPE: Option<KeyType> = None;
    type With<'k, P: KeyAttribute> = P::Ref<'k>;

    fn attributes<P: KeyAttribute>(key: P::Ref<'_>) -> (AttributeValue, Option<AttributeValue>) {
        (P::attribute(key), None)
    }
}

#[diagnostic::do_not_recommend]
impl<S: KeyAttribute> SortKey for S {
    const SORT_TYPE: Option<KeyType> = Some(S::TYPE);
    type With<'k, P: KeyAttribute> = (P::Ref<'k>, S::Ref<'k>);

    fn attributes<P: KeyAttribute>(
        (partition, sort): (P::Ref<'_>, S::Ref<'_>),
    ) -> (AttributeValue, Option<AttributeValue>) {
        (P::attribute(partition), Some(S::attribute(sort)))
    }
}

/// The bytes that a partition key may have, if it is a string.
pub(crate) const PARTITION_KEY_LIMIT: usize = 2048;

/// One attribute of a key: its name and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeySchema {
    pub(crate) name: &'static str,
    pub(crate) kind: KeyType,
}

/// A table as an item declares it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TableSchema {
    pub(crate) name: &'static str,
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "read by the manifest"))]
    pub(crate) source: &'static str,
    pub(crate) partition_key: KeySchema,
    pub(crate) sort_key: Option<KeySchema>,
}

impl TableSchema {
    /// The table of an item type.
    pub(crate) fn of<T: Item>() -> Self {
        let kinds = T::SORT_KEY.zip(T::SortKey::SORT_TYPE);
        Self {
            name: T::TABLE,
            source: T::SOURCE,
            partition_key: KeySchema {
                name: T::PARTITION_KEY,
                kind: <T::PartitionKey as KeyAttribute>::TYPE,
            },
            sort_key: kinds.map(|(name, kind)| KeySchema { name, kind }),
        }
    }

    /// The key's attributes with the longest string that DynamoDB takes for each, in bytes.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (KeySchema, usize)> {
        [Some((self.partition_key, PARTITION_KEY_LIMIT)), self.sort_key.map(|key| (key, 1024))]
            .into_iter()
            .flatten()
    }

    /// The variables that may hold the deployed table's name, the more specific first.
    pub(crate) fn variables(&self) -> [Cow<'static, str>; 2] {
        [Cow::Owned(variable(self.name)), Cow::Borrowed("TABLE_NAME")]
    }
}
