//! What an authorizer's function answers API Gateway: a simple response of authorizer payload format 2.0.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

/// A decision, in the place of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    Refused,
    /// What is said of the caller, an object.
    LetThrough(Value),
}

impl Serialize for Decision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_map(None)?;
        answer.serialize_entry("isAuthorized", &(*self != Self::Refused))?;
        if let Self::LetThrough(context) = self {
            answer.serialize_entry("context", context)?;
        }
        answer.end()
    }
}
