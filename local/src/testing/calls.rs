//! What a test plans for the calls of AWS that functions make, and the calls that they made.

use super::Desk;
use crate::faults::{Made, Plan};
use crate::invocation::Invoke;

/// The operations that a function can have a grant for.
const OPERATIONS: [&str; 15] = [
    "dynamodb.BatchGetItem",
    "dynamodb.BatchWriteItem",
    "dynamodb.DeleteItem",
    "dynamodb.GetItem",
    "dynamodb.PutItem",
    "dynamodb.Query",
    "dynamodb.Scan",
    "dynamodb.TransactGetItems",
    "dynamodb.TransactWriteItems",
    "dynamodb.UpdateItem",
    "s3.DeleteObject",
    "s3.GetObject",
    "s3.PutObject",
    "sqs.SendMessage",
    "sqs.SendMessageBatch",
];

impl<F: Invoke> Desk<F> {
    /// Plans a fault of an operation, such as `dynamodb.PutItem` or `sqs.SendMessage`, for calls of functions.
    ///
    /// # Errors
    ///
    /// One sentence that names the operations, where it is not one of them.
    pub fn fault(&self, operation: &str, plan: Plan) -> Result<(), String> {
        if !OPERATIONS.contains(&operation) {
            let known = OPERATIONS.map(|known| format!("`{known}`")).join(", ");
            return Err(format!("a fault is of {known}, got `{operation}`"));
        }
        self.0.database.faults().plan(operation, plan);
        Ok(())
    }

    /// Plans faults of any operation by chance. The same seed plans the same ones.
    pub fn faults_by_chance(&self, seed: u64) {
        self.0.database.faults().plan_by_chance(seed);
    }

    /// Has DynamoDB refuse every call of functions, or no longer.
    pub fn shut(&self, shut: bool) {
        self.0.database.faults().shut(shut);
    }

    /// Forgets the faults that are planned.
    pub fn clear_faults(&self) {
        self.0.database.faults().clear();
    }

    /// The calls that functions made, in the order in which they came.
    pub fn calls(&self) -> Vec<Made> {
        self.0.database.faults().made()
    }

    /// The calls that functions made after so many others.
    pub fn calls_since(&self, count: usize) -> Vec<Made> {
        self.0.database.faults().made_since(count)
    }

    /// How many calls functions made.
    pub fn count_calls(&self) -> usize {
        self.0.database.faults().count()
    }
}
