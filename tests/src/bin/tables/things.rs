//! Things on shelves: an item with keys of newtypes, indexes, and a time to live.

use fingerpost::{BatchWriteItem, Item, NoContent, Result, Table, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name of a shelf.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Shelf(pub(crate) String);

/// The number of a thing.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Number {
    pub(crate) number: u64,
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Self { number }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Color {
    DarkRed,
    Blue,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Maker {
    pub(crate) name: String,
    pub(crate) places: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, Item)]
#[serde(rename_all = "camelCase")]
#[item(
    table = "Things",
    index(ByColor, partition = color, sort = weight),
    index(BySize, partition = (color, shelf), sort = (size, number), project = Label),
    local_index(ByWeight, sort = weight),
)]
pub(crate) struct Thing {
    #[item(partition_key)]
    pub(crate) shelf: Shelf,
    #[item(sort_key)]
    pub(crate) number: Number,
    pub(crate) title: String,
    pub(crate) color: Color,
    pub(crate) weight: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) size: Option<u32>,
    #[serde(default)]
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) tag_list: Vec<String>,
    #[serde(default)]
    pub(crate) maker: Option<Maker>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[item(expires)]
    pub(crate) until: Option<u64>,
}

impl Thing {
    pub(crate) fn new(shelf: &str, number: u64) -> Self {
        Self {
            shelf: Shelf(shelf.to_owned()),
            number: number.into(),
            title: format!("thing {number}"),
            color: if number.is_multiple_of(2) { Color::Blue } else { Color::DarkRed },
            weight: u32::try_from(number * 10).unwrap_or(u32::MAX),
            size: (!number.is_multiple_of(3)).then_some(u32::try_from(number).unwrap_or(u32::MAX)),
            note: None,
            tag_list: vec![format!("t{number}")],
            maker: None,
            until: None,
        }
    }
}

/// What the index `BySize` holds of a thing.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Label {
    pub(crate) number: Number,
    pub(crate) size: u32,
    pub(crate) title: String,
}

/// Puts things with the numbers from 1 on a shelf.
#[route(POST, "/shelves/<shelf>?<count>")]
async fn fill(shelf: String, count: u64, things: Table<Thing, BatchWriteItem>) -> Result<NoContent> {
    let all: Vec<Thing> = (1..=count).map(|number| Thing::new(&shelf, number)).collect();
    things.put_many(&all).await?;
    Ok(NoContent)
}
