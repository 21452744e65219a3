//! What an authorizer's function answers API Gateway: a simple response of authorizer payload format 2.0.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::Response;

/// A decision, in the place of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    Refused,
    /// What is said of the caller, an object.
    LetThrough(Value),
}

impl Response {
    /// The answer of a function that decides.
    pub(crate) fn of_decision(decision: Decision) -> Self {
        let status = if decision == Decision::Refused { 403 } else { 200 };
        Self { decision: Some(Box::new(decision)), ..Self::new(status) }
    }
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
