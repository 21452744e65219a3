//! What a call cost, in the log at `debug`. DynamoDB says it only when it is asked, so it is asked where the
//! log would show it.

use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use tracing::Level;

/// The target of these events, by which `RUST_LOG` can name them.
pub(super) const TARGET: &str = "fingerpost::dynamodb";

/// What to ask for: the capacity units, where the log would show them.
pub(in crate::dynamodb) fn return_consumed_capacity() -> Option<ReturnConsumedCapacity> {
    tracing::enabled!(target: TARGET, Level::DEBUG).then_some(ReturnConsumedCapacity::Total)
}

/// Logs the capacity units that a call of several tables took, table by table.
pub(in crate::dynamodb) fn log_all(action: &str, consumed: &[ConsumedCapacity]) {
    for consumed in consumed {
        log(action, consumed.table_name().unwrap_or_default(), Some(consumed));
    }
}

/// Logs the capacity units that a call took, if DynamoDB said it.
pub(in crate::dynamodb) fn log(action: &str, table: &str, consumed: Option<&ConsumedCapacity>) {
    if let Some(capacity_units) = consumed.and_then(ConsumedCapacity::capacity_units) {
        tracing::debug!(target: TARGET, action, table, capacity_units, "DynamoDB call");
    }
}
