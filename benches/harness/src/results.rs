//! What a measurement comes to: the form of `results.json`.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Where the figures are kept.
pub(crate) const RESULTS: &str = "benches/results.json";

/// One figure, in the terms of its goal.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// What is measured.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// Its unit; `ratio` where it is one.
    pub unit: String,
    /// At most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<f64>,
}

/// Everything measured in one run.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// Instructions for each event, by candidate.
    pub instructions: Vec<(String, u64)>,
    /// CPU for each event in microseconds, by candidate, for the chart.
    pub cpu: Vec<(String, f64)>,
    /// CPU of each route in microseconds, on the same DynamoDB: the reference API's and the
    /// tutorial's.
    pub routes: Vec<(String, f64, f64)>,
    /// Init to first poll in milliseconds, by candidate.
    pub init: Vec<(String, f64)>,
    /// What the goals speak of, and the rest.
    pub measured: Vec<Figure>,
}

/// A figure with its unit and, where it has one, its goal.
pub(crate) fn figure(what: &str, value: f64, unit: &str, goal: Option<f64>) -> Figure {
    Figure { what: what.to_owned(), value, unit: unit.to_owned(), goal }
}

/// A ratio; its goal is no number where it has none.
pub(crate) fn ratio(what: &str, value: f64, goal: f64) -> Figure {
    figure(what, value, "ratio", (!goal.is_nan()).then_some(goal))
}

/// Counts are far below where an `f64` loses ones.
pub(crate) fn real_of(count: u64) -> f64 {
    Duration::from_secs(count).as_secs_f64()
}
