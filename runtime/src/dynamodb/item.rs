//! What makes a type an item of a table: the table's name and the attributes of its key.

use std::borrow::Cow;

use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_manifest::{KeyType, variable};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A record of one DynamoDB table, made by `#[derive(Item)]`.
///
/// The table is named above the struct, its key above the fields. Attributes are named as
/// `serde` writes them, so `#[serde(rename = "…")]` holds for keys too.
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
    /// The table's name in the source; the deployed one comes from the environment.
    const TABLE: &'static str;
    /// Where the item is declared, `file:line`.
    const SOURCE: &'static str;
    /// The attribute that is the partition key.
    const PARTITION_KEY: &'static str;
    /// The attribute that is the sort key, where there is one.
    const SORT_KEY: Option<&'static str>;
    /// The partition key's type.
    type PartitionKey: KeyAttribute;
    /// The sort key's type, or [`NoSortKey`].
    type SortKey: SortKey;
}

/// How calls name one item: the partition key, or a pair of it and the sort key.
pub type Key<'k, T> = <<T as Item>::SortKey as SortKey>::With<'k, <T as Item>::PartitionKey>;

/// The sort key of a table that has none.
#[derive(Debug, Clone, Copy)]
pub struct NoSortKey;

/// A type that can be a key's attribute: `String` or a whole number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a table's key",
    label = "not a key",
    note = "a key is a `String` or a whole number"
)]
pub trait KeyAttribute {
    /// The type of the attribute.
    #[doc(hidden)]
    const TYPE: KeyType;
    /// What a call is given: `&str` for a `String`.
    type Ref<'k>;
    /// The key as DynamoDB takes it.
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

/// A [`KeyAttribute`], or [`NoSortKey`].
pub trait SortKey {
    /// The type of the attribute, where there is a sort key.
    #[doc(hidden)]
    const SORT_TYPE: Option<KeyType>;
    /// The whole key, beside a partition key of type `P`.
    type With<'k, P: KeyAttribute>;
    /// Both attributes of a key.
    fn attributes<P: KeyAttribute>(key: Self::With<'_, P>) -> (AttributeValue, Option<AttributeValue>);
}

impl SortKey for NoSortKey {
    const SORT_TYPE: Option<KeyType> = None;
    type With<'k, P: KeyAttribute> = P::Ref<'k>;

    fn attributes<P: KeyAttribute>(key: P::Ref<'_>) -> (AttributeValue, Option<AttributeValue>) {
        (P::attribute(key), None)
    }
}

impl<S: KeyAttribute> SortKey for S {
    const SORT_TYPE: Option<KeyType> = Some(S::TYPE);
    type With<'k, P: KeyAttribute> = (P::Ref<'k>, S::Ref<'k>);

    fn attributes<P: KeyAttribute>(
        (partition, sort): (P::Ref<'_>, S::Ref<'_>),
    ) -> (AttributeValue, Option<AttributeValue>) {
        (P::attribute(partition), Some(S::attribute(sort)))
    }
}

/// Bytes of a partition key that is a string.
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
