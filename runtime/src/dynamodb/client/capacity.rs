//! What a call cost, in the log at `debug`: DynamoDB only says when it is asked.

use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use tracing::Level;

const TARGET: &str = "fingerpost::dynamodb";

/// Asks for the units, where the log would show them.
pub(in crate::dynamodb) fn return_consumed_capacity() -> Option<ReturnConsumedCapacity> {
    tracing::enabled!(target: TARGET, Level::DEBUG).then_some(ReturnConsumedCapacity::Total)
}

pub(in crate::dynamodb) fn log(action: &str, table: &str, consumed: Option<&ConsumedCapacity>) {
    if let Some(capacity_units) = consumed.and_then(ConsumedCapacity::capacity_units) {
        tracing::debug!(target: TARGET, action, table, capacity_units, "DynamoDB call");
    }
}
