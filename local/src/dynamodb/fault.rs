//! A way in which a call of AWS can go wrong, and what DynamoDB then answers.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::failure::Failure;

/// A way in which a call of DynamoDB, SQS or S3 can go wrong.
///
/// A fault alone is planned for every call of its operation. [`once`](Self::once), [`times`](Self::times) and
/// [`after`](Self::after) plan it for some of them. A function's client makes a call that was throttled, or
/// that failed inside of the service, up to three times, so that one such fault is not seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The service throttles the call, and does nothing.
    Throttle,
    /// The condition of a write does not hold, and nothing is written. In a transaction it is that of its first
    /// action. A call without a condition is done as ever; SQS has none.
    ConditionFailed,
    /// Another transaction is at work on the item, or another write with a condition on the object, and nothing is
    /// written. A read that is not a transaction is done as ever, as is every call of SQS.
    Conflict,
    /// The service fails by itself with a 500, and does nothing.
    Internal,
    /// The call is done after this time.
    Slow(Duration),
    /// The call is done, and the connection is cut before its answer.
    AnswerLost,
    /// The function's process ends before the call is done.
    EndsBefore,
    /// The function's process ends when the call is done, and has no answer to it.
    EndsAfter,
}

/// Which calls a fault is planned for.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub(super) fault: Fault,
    pub(super) skipped: usize,
    pub(super) left: usize,
}

impl Fault {
    /// Plans the fault for the next call.
    pub fn once(self) -> Plan {
        self.times(1)
    }

    /// Plans the fault for so many calls.
    pub fn times(self, count: usize) -> Plan {
        Plan { left: count, ..self.into() }
    }

    /// Plans the fault for the call that comes after so many others.
    pub fn after(self, calls: usize) -> Plan {
        Plan { skipped: calls, ..self.once() }
    }

    /// What a call makes of it: the service's answer, or `None` where there is none. `end` ends the process of
    /// the function that calls.
    pub(crate) async fn around<T>(self, call: impl Future<Output = T>, end: impl FnOnce()) -> Option<T> {
        match self {
            Self::Slow(time) => {
                tokio::time::sleep(time).await;
                Some(call.await)
            }
            Self::AnswerLost => {
                // What it would have been nobody learns.
                let _ = call.await;
                None
            }
            Self::EndsBefore => {
                end();
                None
            }
            Self::EndsAfter => {
                let _ = call.await;
                end();
                None
            }
            // The service's own answers are given where the call would be done.
            Self::Throttle | Self::ConditionFailed | Self::Conflict | Self::Internal => Some(call.await),
        }
    }

    /// The answer that DynamoDB gives in the place of doing a call, if the fault is one and the call can have
    /// it.
    pub(super) fn failure(self, operation: &str, body: &[u8]) -> Option<Failure> {
        match self {
            Self::Throttle => {
                let message = "The level of configured provisioned throughput for the table was exceeded.";
                Some(error("ProvisionedThroughputExceededException", json!({ "message": message })))
            }
            Self::Internal => Some(Failure::internal("a test planned it")),
            Self::ConditionFailed => {
                let reason = ("ConditionalCheckFailed", "The conditional request failed");
                cancelled(operation, body, reason, |action| action.get("ConditionExpression").is_some())
            }
            Self::Conflict => {
                let reason = ("TransactionConflict", "Transaction is ongoing for the item");
                let writes = ["PutItem", "UpdateItem", "DeleteItem"].contains(&operation);
                cancelled(operation, body, reason, |_| writes || operation.starts_with("Transact"))
            }
            _ => None,
        }
    }

    /// Whether it is known only from a call's body if the call has it.
    pub(super) fn depends_on_body(self) -> bool {
        matches!(self, Self::ConditionFailed | Self::Conflict)
    }
}

/// The error of a call, or of a transaction, whose first action that can have the reason is at fault; `None`
/// where none can.
fn cancelled(
    operation: &str,
    body: &[u8],
    (kind, message): (&str, &str),
    can: impl Fn(&Value) -> bool,
) -> Option<Failure> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let Some(actions) = body["TransactItems"].as_array().filter(|_| operation.starts_with("Transact")) else {
        return can(&body).then(|| error(&format!("{kind}Exception"), json!({ "message": message })));
    };
    // Each is an object of one member, named after what it does.
    let mut actions_of = actions.iter().map(|action| action.as_object().and_then(|one| one.values().next()));
    let at = actions_of.position(|action| action.is_some_and(&can))?;
    let reason = |index| {
        if index == at { json!({ "Code": kind, "Message": message }) } else { json!({ "Code": "None" }) }
    };
    let reasons: Vec<_> = (0..actions.len()).map(reason).collect();
    let codes: Vec<_> = reasons.iter().filter_map(|reason| reason["Code"].as_str()).collect();
    let codes = codes.join(", ");
    let message =
        format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]");
    let body = json!({ "Message": message, "CancellationReasons": reasons });
    Some(error("TransactionCanceledException", body))
}

impl From<Fault> for Plan {
    fn from(fault: Fault) -> Self {
        Self { fault, skipped: 0, left: usize::MAX }
    }
}

/// An error of DynamoDB's own.
pub(super) fn error(kind: &str, mut body: Value) -> Failure {
    body["__type"] = format!("com.amazonaws.dynamodb.v20120810#{kind}").into();
    Failure { status: StatusCode::BAD_REQUEST, body: body.to_string() }
}
