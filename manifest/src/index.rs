//! The keys of a table, and its indexes: the same items by another key, with all of their attributes or
//! some.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::table::KeyType;
use crate::{limits, name};

/// One attribute of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeySchema {
    /// The attribute's name.
    #[schemars(length(min = *limits::KEY_NAME.start(), max = *limits::KEY_NAME.end()))]
    pub name: String,
    /// The attribute's type.
    #[serde(rename = "type")]
    pub kind: KeyType,
}

/// An index of a table: the same items by another key. An item that lacks an attribute of the key is not
/// in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Index {
    /// The index's name, on AWS too.
    #[schemars(regex(pattern = name::TABLE.pattern()))]
    pub name: String,
    /// Whether it is a local secondary index: it has the table's partition key and a sort key of its own,
    /// and is made with the table or never.
    #[serde(default, skip_serializing_if = "is_false")]
    pub local: bool,
    /// The attributes that are the partition key, all of which a query gives.
    #[schemars(length(min = 1, max = limits::INDEX_KEYS))]
    pub partition_keys: Vec<KeySchema>,
    /// The attributes that are the sort key, of which a query gives some from the left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = limits::INDEX_KEYS))]
    pub sort_keys: Vec<KeySchema>,
    /// What it holds of an item.
    #[serde(default, skip_serializing_if = "Projection::is_all")]
    pub projection: Projection,
}

impl Index {
    /// The attributes of its key, in order.
    pub fn keys(&self) -> impl Iterator<Item = &KeySchema> + Clone {
        self.partition_keys.iter().chain(&self.sort_keys)
    }
}

/// What an index holds of an item, beside the keys of the table and its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Projection {
    /// Every attribute.
    #[default]
    All,
    /// No other attribute.
    KeysOnly,
    /// These attributes.
    Include(
        #[schemars(
            length(min = 1, max = limits::PROJECTED_BY_ONE),
            inner(length(min = *limits::KEY_NAME.start(), max = *limits::KEY_NAME.end())),
            extend("uniqueItems" = true)
        )]
        Vec<String>,
    ),
}

impl Projection {
    /// The attributes that it names.
    pub fn attributes(&self) -> &[String] {
        match self {
            Self::Include(attributes) => attributes,
            Self::All | Self::KeysOnly => &[],
        }
    }

    fn is_all(&self) -> bool {
        *self == Self::All
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(value: &bool) -> bool {
    !value
}
