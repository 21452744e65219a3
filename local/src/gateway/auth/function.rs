//! Functions that decide whom to let through: asked with API Gateway's authorizer payload 2.0, answering in
//! its simple form, and asked again when a decision has become old.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header;
use axum::http::request::Parts;
use fingerpost_manifest::path::decoded;
use fingerpost_manifest::{AuthorizerFunction, IdentitySource, Place, Route};
use fingerpost_untrusted::survey;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::time::{Instant, timeout};

use super::refusal::Refusal;
use crate::facts::{self, Facts};
use crate::gateway::event::{self, Call};
use crate::invocation::Invoke;

/// Decisions that are kept, at most.
const MOST: usize = 1024;

/// Bytes of decisions that are kept, at most: one can have 6 MB.
const MEMORY: usize = 16 * 1024 * 1024;

/// A function that is to decide, and about what.
pub(super) struct Asked<'a> {
    pub(super) name: &'a str,
    pub(super) function: &'a AuthorizerFunction,
    pub(super) route: &'a Route,
    /// What the parameters of the path are.
    pub(super) values: &'a BTreeMap<String, String>,
}

/// Decisions that still hold.
#[derive(Default)]
pub(super) struct Decisions(Mutex<HashMap<Key, Kept>>);

/// The authorizer, and what was decided by: the parts of the request, the last being the route.
type Key = (String, Vec<String>);

/// A decision as the function wrote it, which takes less memory than what is read of it.
struct Kept {
    answer: Bytes,
    until: Instant,
}

/// What a function says in its simple form.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Decision {
    is_authorized: bool,
    context: Option<Map<String, Value>>,
}

impl Decisions {
    /// What stands in the event of a caller whom the function lets through.
    pub(super) async fn decide(
        &self,
        facts: &Facts,
        functions: &impl Invoke,
        call: &Call<'_>,
        asked: &Asked<'_>,
    ) -> Result<Value, Refusal> {
        let Asked { name, function, route, .. } = asked;
        let identity = function.identity.iter().map(|source| part(facts, call.parts, source));
        let mut identity = identity.collect::<Option<Vec<_>>>().ok_or(Refusal::Unknown)?;
        let lasting = Duration::from_secs(function.cache_seconds.into());
        // Otherwise what one route allows would hold for all of them.
        if !lasting.is_zero() {
            identity.push(route.key());
        }
        let key = ((*name).to_owned(), identity);
        if let Some(decision) = self.kept(&key) {
            return decision.outcome(name);
        }
        let event = event(facts, call, asked, &key.1).to_string();
        let limit = Duration::from_secs(facts::AUTHORIZER_TIMEOUT_SECONDS);
        let answer = timeout(limit, functions.invoke(name, event.into())).await;
        let answer =
            answer.map_err(|_| Refusal::Failed(format!("{name} took over {} s", limit.as_secs())))?;
        let answer = answer.map_err(|failure| Refusal::Failed(format!("{name}: {failure}")))?;
        let decision = Decision::parse(&answer).ok_or_else(|| {
            let shown: String = String::from_utf8_lossy(&answer).chars().take(200).collect();
            Refusal::Failed(format!("{name}: API Gateway would call this answer malformed: {shown}"))
        })?;
        if !lasting.is_zero() {
            self.keep(key, answer, lasting);
        }
        decision.outcome(name)
    }

    fn kept(&self, key: &Key) -> Option<Decision> {
        let now = Instant::now();
        let answer = {
            let decisions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            decisions.get(key).filter(|kept| kept.until > now)?.answer.clone()
        };
        Decision::parse(&answer)
    }

    fn keep(&self, key: Key, answer: Bytes, lasting: Duration) {
        let mut decisions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let are_many = |decisions: &HashMap<Key, Kept>| {
            let bytes = decisions.values().fold(answer.len(), |bytes, kept| bytes + kept.answer.len());
            decisions.len() >= MOST || bytes > MEMORY
        };
        if are_many(&decisions) {
            let now = Instant::now();
            decisions.retain(|_, kept| kept.until > now);
        }
        // Callers without end, each new: they are asked about again.
        if are_many(&decisions) {
            decisions.clear();
        }
        decisions.insert(key, Kept { answer, until: Instant::now() + lasting });
    }
}

impl Decision {
    fn parse(answer: &[u8]) -> Option<Self> {
        survey(answer).ok()?;
        serde_json::from_slice(answer).ok()
    }

    fn outcome(self, name: &str) -> Result<Value, Refusal> {
        if self.is_authorized {
            Ok(json!({ "lambda": self.context }))
        } else {
            Err(Refusal::Denied(format!("{name} does not let it through")))
        }
    }
}

/// A part of a request; `None` where it is missing or empty. API Gateway knows no single cookies and no
/// parameters of the path: a function that reads one is asked anew for each `cookie` header, or path.
fn part(facts: &Facts, parts: &Parts, source: &IdentitySource) -> Option<String> {
    let value = match source.place {
        Place::Header => joined(facts, parts, &source.name),
        Place::Cookie => joined(facts, parts, header::COOKIE.as_str()),
        Place::Path => decoded(parts.uri.path()),
        Place::Query => {
            let query = event::query_parameters(parts.uri.query().unwrap_or_default());
            query[&source.name].as_str().unwrap_or_default().to_owned()
        }
    };
    (!value.is_empty()).then_some(value)
}

fn joined(facts: &Facts, parts: &Parts, name: &str) -> String {
    let values = parts.headers.get_all(name).iter();
    let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    values.join(facts.header_separator)
}

/// The request as a function that decides sees it: without its body.
fn event(facts: &Facts, call: &Call<'_>, asked: &Asked<'_>, identity: &[String]) -> Value {
    let route = asked.route;
    let mut event = event::build(facts, call, &route.key(), asked.values);
    let path = call.parts.uri.path();
    let arn = format!(
        "arn:aws:execute-api:{}:{}:local/$default/{}{path}",
        facts::REGION,
        facts::ACCOUNT,
        call.parts.method
    );
    event["type"] = "REQUEST".into();
    event["routeArn"] = arn.into();
    event["identitySource"] = json!(identity);
    if let Some(event) = event.as_object_mut() {
        event.remove("isBase64Encoded");
    }
    // Of the body, which it does not get.
    if let Some(headers) = event["headers"].as_object_mut() {
        let sent = call.parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        match sent {
            Some(length) => headers.insert("content-length".to_owned(), length.into()),
            None => headers.remove("content-length"),
        };
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_kept_within_bounds_of_number_and_memory() {
        for (length, most) in [(30, MOST), (6 * 1024 * 1024, 2)] {
            let decisions = Decisions::default();
            let answer = Bytes::from(vec![b' '; length]);
            let mut largest = 0;
            for at in 0..2 * MOST {
                decisions.keep(
                    ("a".to_owned(), vec![at.to_string()]),
                    answer.clone(),
                    Duration::from_mins(1),
                );
                largest = largest.max(decisions.0.lock().expect("not poisoned").len());
            }
            assert_eq!(largest, most, "of {length} bytes");
        }
    }
}
