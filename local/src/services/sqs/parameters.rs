//! What stands beside a message's text: what SQS refuses of it, and what is not kept here.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Map, Value};

/// A refused call: SQS's code and sentence.
#[derive(Debug)]
pub(super) struct Refused(pub(super) &'static str, pub(super) String);

/// Characters of a group's id, and of a deduplication id.
const LONGEST_ID: usize = 128;

fn invalid(name: &str, value: &str, reason: &str) -> Refused {
    let message = format!("Value {value} for parameter {name} is invalid. Reason: {reason}");
    Refused("InvalidParameterValue", message)
}

/// When somebody can receive it, from now on.
pub(super) fn delay(fields: &Map<String, Value>) -> Result<Duration, Refused> {
    match fields.get("DelaySeconds") {
        None | Some(Value::Null) => Ok(Duration::ZERO),
        Some(given) => {
            let seconds = given.as_u64().filter(|seconds| *seconds <= 900);
            let reason = "DelaySeconds must be >= 0 and <= 900.";
            seconds
                .map(Duration::from_secs)
                .ok_or_else(|| invalid("DelaySeconds", &given.to_string(), reason))
        }
    }
}

/// The id of its group, or that by which it is sent once.
pub(super) fn id(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, Refused> {
    let Some(id) = fields.get(name).and_then(Value::as_str) else { return Ok(None) };
    if !(1..=LONGEST_ID).contains(&id.len()) || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
        let reason = format!(
            "{name} can only include alphanumeric and punctuation characters. 1 to {LONGEST_ID} in length."
        );
        return Err(invalid(name, id, &reason));
    }
    Ok(Some(id.to_owned()))
}

/// Attributes would be lost without a word.
pub(super) fn check_attributes(fields: &Map<String, Value>) -> Result<(), Refused> {
    let is_given = |name: &&str| match fields.get(*name) {
        None | Some(Value::Null) => false,
        Some(value) => value.as_object().is_none_or(|attributes| !attributes.is_empty()),
    };
    match ["MessageAttributes", "MessageSystemAttributes"].iter().find(|name| is_given(name)) {
        Some(name) => {
            let message = format!("the local cloud does not keep {name} of SQS");
            Err(Refused("UnsupportedOperation", message))
        }
        None => Ok(()),
    }
}

/// The ids of a batch's entries: each there, and each once.
pub(super) fn check_batch(entries: &[Value]) -> Result<(), Refused> {
    let is_taken = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut seen = HashSet::new();
    for entry in entries {
        let id = entry["Id"].as_str().unwrap_or_default();
        if !(1..=80).contains(&id.len()) || !id.chars().all(is_taken) {
            let message = "A batch entry id can only contain alphanumeric characters, hyphens and underscores. \
                           It can be at most 80 letters long.";
            return Err(Refused("InvalidBatchEntryId", message.to_owned()));
        }
        if !seen.insert(id) {
            return Err(Refused("BatchEntryIdsNotDistinct", format!("Id {id} repeated.")));
        }
    }
    Ok(())
}
