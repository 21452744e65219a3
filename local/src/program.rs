//! What an executable with routes says of itself.

use std::collections::BTreeMap;

use fingerpost_manifest::Manifest;
use serde_json::Value;

/// An executable that serves routes, as it describes itself.
#[derive(Debug)]
pub struct Program {
    /// Everything that infrastructure and the local cloud know of it.
    pub manifest: Manifest,
    /// The JSON Schemas of the bodies that routes read, by the routes' names.
    pub bodies: BTreeMap<String, Value>,
}
