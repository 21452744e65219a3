//! A caller whom the gateway need not look into: a test in the same process says who calls.

use serde_json::{Map, Value};

/// Stands in a request's extensions for the proof of who calls: for a token that is verified already, for a
/// signature, or for what an authorizer's function would say. Nothing that comes over a connection has one.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// The claims, as a token has them.
    pub claims: Map<String, Value>,
}
