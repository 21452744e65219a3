//! Who calls, as the events say that functions answer at this moment: by it DynamoDB's door holds a function to its
//! caller's own partition.
//!
//! A process answers one event at a time, and is known by the token of its session, which it sends with each of
//! its calls.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The events that are being answered, by the tokens of the processes.
#[derive(Debug, Clone, Default)]
pub struct CurrentCallers(Arc<Mutex<HashMap<String, Bytes>>>);

/// A process answers an event until this is dropped.
#[must_use = "the process is without a caller once it is dropped"]
pub struct Answering {
    callers: CurrentCallers,
    token: String,
}

/// As much of an event as says who calls.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    request_context: Context,
}

#[derive(Deserialize)]
struct Context {
    authorizer: Option<Authorizer>,
}

#[derive(Deserialize)]
struct Authorizer {
    jwt: Option<Jwt>,
    lambda: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
struct Jwt {
    claims: Map<String, Value>,
}

impl CurrentCallers {
    /// The process of this token begins to answer an event.
    pub fn enter(&self, token: &str, event: Bytes) -> Answering {
        self.events().insert(token.to_owned(), event);
        Answering { callers: self.clone(), token: token.to_owned() }
    }

    /// What the caller of this process says to be by a claim of this name, as a text.
    pub(crate) fn claim(&self, token: &str, name: &str) -> Option<String> {
        let event = self.events().get(token)?.clone();
        let event: Event = serde_json::from_slice(&event).ok()?;
        let Authorizer { jwt, lambda } = event.request_context.authorizer?;
        match jwt.map(|jwt| jwt.claims).or(lambda)?.remove(name)? {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn events(&self) -> MutexGuard<'_, HashMap<String, Bytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.callers.events().remove(&self.token);
    }
}
