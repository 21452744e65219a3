//! What DynamoDB answers to a call that a test has planned a fault for.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::failure::Failure;
use crate::faults::Fault;

/// The answer that DynamoDB gives in the place of doing a call, if the fault is one and the call can have
/// it.
pub(super) fn failure(fault: Fault, operation: &str, body: &[u8]) -> Option<Failure> {
    match fault {
        Fault::Throttle => {
            let message = "The level of configured provisioned throughput for the table was exceeded.";
            Some(error("ProvisionedThroughputExceededException", json!({ "message": message })))
        }
        Fault::Internal => Some(Failure::internal("a test planned it")),
        Fault::ConditionFailed => {
            let reason = ("ConditionalCheckFailed", "The conditional request failed");
            cancelled(operation, body, reason, |action| action.get("ConditionExpression").is_some())
        }
        Fault::Conflict => {
            let reason = ("TransactionConflict", "Transaction is ongoing for the item");
            let writes = ["PutItem", "UpdateItem", "DeleteItem"].contains(&operation);
            cancelled(operation, body, reason, |_| writes || operation.starts_with("Transact"))
        }
        _ => None,
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

/// The refusal of a call while every one is refused.
pub(super) fn refused() -> Failure {
    error("AccessDeniedException", json!({ "message": "a test lets no call through" }))
}

/// An error of DynamoDB's own.
pub(super) fn error(kind: &str, mut body: Value) -> Failure {
    body["__type"] = format!("com.amazonaws.dynamodb.v20120810#{kind}").into();
    Failure { status: StatusCode::BAD_REQUEST, body: body.to_string() }
}
