//! What an order is: as it is kept, as a client sends it, and what can go wrong with it.

use std::collections::BTreeSet;
use std::fmt;

use fingerpost::{ApiError, Item, Patch};
use garde::Validate;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An order, as it is kept.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Orders", index(ByStatus, partition = status, sort = placed_at))]
pub(crate) struct Order {
    #[item(partition_key)]
    pub(crate) customer: String,
    #[item(sort_key)]
    pub(crate) id: Uuid,
    pub(crate) status: Status,
    pub(crate) placed_at: Timestamp,
    pub(crate) lines: Vec<Line>,
    pub(crate) total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
    #[item(version)]
    pub(crate) version: u64,
}

impl Order {
    /// An order that is placed now.
    pub(crate) fn of(customer: String, id: Uuid, placed_at: Timestamp, new: &NewOrder, total: u64) -> Self {
        let (lines, note) = (new.lines.clone(), new.note.clone());
        Self { customer, id, status: Status::Open, placed_at, lines, total, note, version: 0 }
    }
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Open,
    Shipped,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "open",
            Self::Shipped => "shipped",
        })
    }
}

/// Some of one thing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, Validate)]
pub(crate) struct Line {
    #[garde(length(min = 1))]
    #[schemars(example = "tea/green")]
    pub(crate) sku: String,
    #[garde(range(min = 1, max = 10_000))]
    pub(crate) quantity: u32,
}

/// What a client sends.
#[derive(Deserialize, JsonSchema, Validate)]
pub(crate) struct NewOrder {
    #[garde(length(min = 1, max = 90), custom(one_line_for_each_sku), dive)]
    pub(crate) lines: Vec<Line>,
    #[garde(length(chars, max = 500))]
    pub(crate) note: Option<String>,
}

/// The stock of a thing can change once for each order.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "it is how `garde` calls a rule")]
fn one_line_for_each_sku(lines: &[Line], (): &()) -> garde::Result {
    let skus: BTreeSet<_> = lines.iter().map(|line| &line.sku).collect();
    if skus.len() == lines.len() { Ok(()) } else { Err(garde::Error::new("must have one line for each sku")) }
}

/// What a client changes.
#[derive(Deserialize, JsonSchema, Validate)]
pub(crate) struct OrderPatch {
    #[garde(length(min = 1, max = 90), dive)]
    pub(crate) lines: Patch<Vec<Line>>,
    #[garde(length(chars, max = 500))]
    pub(crate) note: Patch<String>,
}

/// What can go wrong; each is a status and a body.
#[derive(Debug, ApiError)]
pub(crate) enum OrderError {
    #[error(409, "Not sold here")]
    NotSold { skus: Vec<String> },
    #[error(409, "Out of stock")]
    OutOfStock { skus: Vec<String> },
    #[error(409, "The order is {status} already")]
    TooLate { status: Status },
    #[error(404, "No such order")]
    Missing,
    #[error(transparent)]
    Other(fingerpost::Error),
}
