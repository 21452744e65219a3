//! What an executable with routes says of itself.

use fingerpost_manifest::Manifest;
use fingerpost_manifest::description::Descriptions;

/// An executable that serves routes, as it describes itself.
#[derive(Debug)]
pub struct Program {
    /// Everything that infrastructure and the local cloud know of it.
    pub manifest: Manifest,
    /// What its routes take and give.
    pub descriptions: Descriptions,
}
