//! The work of the two candidates that read many arguments: three query parameters, two headers and a body of
//! 1 KB whose rules are checked.

use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is ordered.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
pub struct NewOrder {
    /// Each a kind of thing.
    #[garde(length(min = 1, max = 90), dive)]
    pub lines: Vec<Line>,
    /// What to tell whoever packs it.
    #[garde(length(chars, max = 500))]
    pub note: Option<String>,
}

/// Some of one thing.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
pub struct Line {
    /// Which thing.
    #[garde(length(min = 1))]
    pub sku: String,
    /// How many.
    #[garde(range(min = 1, max = 10_000))]
    pub quantity: u32,
    /// What one costs.
    #[garde(skip)]
    pub price: u64,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is kept.
    Draft,
    /// It is packed.
    Open,
}

/// What both answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Receipt {
    /// Who ordered.
    pub tenant: u64,
    /// The first of the languages that they read.
    pub language: String,
    /// What becomes of it.
    pub status: Status,
    /// How many lines are shown.
    pub limit: u8,
    /// Whether nothing is kept.
    pub dry: bool,
    /// What all of it costs.
    pub total: u64,
}

impl NewOrder {
    /// What all of it costs.
    pub fn total(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.quantity) * line.price).sum()
    }
}
