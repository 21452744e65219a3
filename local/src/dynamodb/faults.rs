//! Failures of DynamoDB that a test plans, to see what an API does when they come.
//!
//! Only calls of functions fail. What the test itself reads and writes does not.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::json;

use super::failure::Failure;

/// A way in which a call of DynamoDB can go wrong.
///
/// A fault alone is planned for every call of its operation. [`once`](Self::once), [`times`](Self::times) and
/// [`after`](Self::after) plan it for some of them. A function's client makes a call that was throttled, or
/// that failed inside of DynamoDB, up to three times, so that one such fault is not seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// DynamoDB throttles the call, and does nothing.
    Throttle,
    /// The condition of a write does not hold, and nothing is written. In a transaction it is that of its first
    /// action. A call without a condition is done as ever.
    ConditionFailed,
    /// Another transaction is at work on the item, and nothing is written. A read that is not a transaction is
    /// done as ever.
    Conflict,
    /// DynamoDB fails by itself with a 500, and does nothing.
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
    fault: Fault,
    skipped: usize,
    left: usize,
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

    /// What a call makes of it: DynamoDB's answer, or `None` where there is none. `end` ends the process of
    /// the function that calls.
    pub(super) async fn around(
        self,
        call: impl Future<Output = Result<String, Failure>>,
        end: impl FnOnce(),
    ) -> Option<Result<String, Failure>> {
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
            // DynamoDB's own answers are given where the call would be done.
            Self::Throttle | Self::ConditionFailed | Self::Conflict | Self::Internal => Some(call.await),
        }
    }

    /// The answer that DynamoDB gives in the place of doing a call, if the fault is one and the call can have
    /// it.
    pub(super) fn failure(self, operation: &str, body: &[u8]) -> Option<Failure> {
        let is_transaction = operation.starts_with("Transact");
        let has_condition = || body.windows(CONDITION.len()).any(|bytes| bytes == CONDITION);
        let writes = || is_transaction || ["PutItem", "UpdateItem", "DeleteItem"].contains(&operation);
        Some(match self {
            Self::Throttle => {
                let message = "The level of configured provisioned throughput for the table was exceeded.";
                error("ProvisionedThroughputExceededException", json!({ "message": message }))
            }
            Self::Internal => Failure::internal("a test planned it"),
            Self::ConditionFailed if has_condition() => {
                cancelled(is_transaction, "ConditionalCheckFailed", "The conditional request failed")
            }
            Self::Conflict if writes() => {
                cancelled(is_transaction, "TransactionConflict", "Transaction is ongoing for the item")
            }
            _ => return None,
        })
    }
}

/// How the member of a request begins that has a condition.
const CONDITION: &[u8] = b"\"ConditionExpression\"";

/// The error of a call, or of a transaction whose first action is the one at fault.
fn cancelled(is_transaction: bool, kind: &str, message: &str) -> Failure {
    if !is_transaction {
        return error(&format!("{kind}Exception"), json!({ "message": message }));
    }
    let reasons = json!([{ "Code": kind, "Message": message }]);
    let message =
        format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{kind}]");
    error("TransactionCanceledException", json!({ "Message": message, "CancellationReasons": reasons }))
}
impl From<Fault> for Plan {
    fn from(fault: Fault) -> Self {
        Self { fault, skipped: 0, left: usize::MAX }
    }
}

/// An error of DynamoDB's own.
fn error(kind: &str, mut body: serde_json::Value) -> Failure {
    body["__type"] = format!("com.amazonaws.dynamodb.v20120810#{kind}").into();
    Failure { status: StatusCode::BAD_REQUEST, body: body.to_string() }
}

/// A call that a function made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The name of the function's route.
    pub route: String,
    /// DynamoDB's name of the operation.
    pub operation: String,
    /// The fault that was planned for it.
    pub fault: Option<Fault>,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: dynamodb.{}", self.route, self.operation)?;
        self.fault.map_or(Ok(()), |fault| write!(f, " ({fault:?})"))
    }
}

/// Ends the process that is known by the token of its session.
type End = Box<dyn Fn(&str) + Send + Sync>;

/// What is planned, and what was called.
#[derive(Default)]
pub(crate) struct Faults {
    state: Mutex<State>,
    end: Option<End>,
}

#[derive(Default)]
struct State {
    planned: Vec<(String, Plan)>,
    /// Chooses faults by chance.
    random: Option<fastrand::Rng>,
    made: Vec<Made>,
    /// Whether every call is refused before it is read.
    shut: bool,
}

/// Of the calls, one in so many has a fault by chance.
const BY_CHANCE: usize = 4;

impl Faults {
    /// Faults of functions whose processes `end` ends. It is given the token of the session, by which a
    /// process is known.
    pub(crate) fn of(end: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { state: Mutex::default(), end: Some(Box::new(end)) }
    }

    /// Plans a fault of an operation, after those that are planned already.
    pub(crate) fn plan(&self, operation: &str, plan: Plan) {
        self.state().planned.push((operation.to_owned(), plan));
    }

    /// Plans faults by chance; the same seed gives the same ones.
    pub(crate) fn plan_by_chance(&self, seed: u64) {
        self.state().random = Some(fastrand::Rng::with_seed(seed));
    }

    /// Refuses every call of functions, or no longer.
    pub(crate) fn shut(&self, shut: bool) {
        self.state().shut = shut;
    }

    /// The refusal of a call, while every one is refused.
    pub(super) fn refusal(&self) -> Option<Failure> {
        self.end.as_ref()?;
        let message = json!({ "message": "a test lets no call through" });
        self.state().shut.then(|| error("AccessDeniedException", message))
    }

    /// Forgets what was planned.
    pub(crate) fn clear(&self) {
        let mut state = self.state();
        state.planned.clear();
        state.random = None;
    }

    /// The calls of functions, in the order in which they came.
    pub(crate) fn made(&self) -> Vec<Made> {
        self.state().made.clone()
    }

    /// How many calls functions made.
    pub(crate) fn count(&self) -> usize {
        self.state().made.len()
    }

    /// The fault of a call that a function makes now.
    pub(super) fn of_call(&self, route: &str, operation: &str) -> Option<Fault> {
        // Nobody tests a server that is at a person's desk, and its list of calls would grow for ever.
        self.end.as_ref()?;
        let mut state = self.state();
        let fault = state.next(operation);
        state.made.push(Made { route: route.to_owned(), operation: operation.to_owned(), fault });
        fault
    }

    /// Ends the process of the function that sent a request.
    pub(super) fn end(&self, parts: &Parts) {
        let token = parts.headers.get("x-amz-security-token").and_then(|token| token.to_str().ok());
        if let (Some(end), Some(token)) = (&self.end, token) {
            end(token);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn next(&mut self, operation: &str) -> Option<Fault> {
        let mut planned = self.planned.iter_mut();
        if let Some((_, plan)) = planned.find(|(of, plan)| of == operation && plan.left > 0) {
            if plan.skipped > 0 {
                plan.skipped -= 1;
                return None;
            }
            plan.left -= 1;
            return Some(plan.fault);
        }
        let random = self.random.as_mut()?;
        let some = [
            Fault::Throttle,
            Fault::ConditionFailed,
            Fault::Conflict,
            Fault::Internal,
            Fault::Slow(Duration::from_millis(20)),
            Fault::AnswerLost,
            Fault::EndsBefore,
            Fault::EndsAfter,
        ];
        some.get(random.usize(..some.len() * BY_CHANCE)).copied()
    }
}
