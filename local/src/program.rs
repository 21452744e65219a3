//! What an executable with routes says of itself.

use std::collections::BTreeMap;

use fingerpost_manifest::Manifest;
use fingerpost_manifest::description::Descriptions;

/// Reads the values of variables as settings: a sentence for each that cannot be read. One that is not set is not among
/// them.
pub type Reader = fn(&dyn Fn(&str) -> Option<String>) -> Vec<String>;

/// An executable that serves routes, as it describes itself.
#[derive(Debug)]
pub struct Program {
    /// Everything that infrastructure and the local cloud know of it.
    pub manifest: Manifest,
    /// What its routes take and give.
    pub descriptions: Descriptions,
    /// What reads the settings of each function, by the name of its route or authorizer.
    pub readers: BTreeMap<String, Vec<Reader>>,
}
