//! Failures of DynamoDB that a test plans, to see what an API does when they come.
//!
//! Only calls of functions fail. What the test itself reads and writes does not.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::request::Parts;
use serde_json::{Value, json};

use super::failure::Failure;

/// A way in which a call of DynamoDB can go wrong.
///
/// A fault alone is planned for every call of its operation. [`once`](Self::once), [`times`](Self::times) and
/// [`after`](Self::after) plan it for some of them. A function's client makes a call that was throttled, or
/// that failed inside of DynamoDB, up to three times, so that one such fault is not seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
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
    fn depends_on_body(self) -> bool {
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
fn error(kind: &str, mut body: Value) -> Failure {
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
    /// What was said of calls beyond the grants.
    denied: Vec<String>,
    /// Whether every call is refused before it is read.
    shut: bool,
}

/// A fault of one call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planned {
    pub(super) fault: Fault,
    /// Which of the plans it is of, if it is not by chance.
    plan: Option<usize>,
    call: usize,
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

    /// The calls that functions made after so many others.
    pub(crate) fn made_since(&self, count: usize) -> Vec<Made> {
        self.state().made.get(count..).unwrap_or_default().to_vec()
    }

    /// How many calls functions made.
    pub(crate) fn count(&self) -> usize {
        self.state().made.len()
    }

    /// The fault of a call that a function makes now, with the call's number.
    pub(super) fn of_call(&self, route: &str, operation: &str) -> Option<Planned> {
        // Nobody plans faults of a server for developers, whose list of calls would grow for ever.
        self.end.as_ref()?;
        let mut state = self.state();
        let call = state.made.len();
        let next = state.next(operation);
        let fault = next.map(|(_, fault)| fault);
        state.made.push(Made { route: route.to_owned(), operation: operation.to_owned(), fault });
        next.map(|(plan, fault)| Planned { fault, plan, call })
    }

    /// The answer of DynamoDB that a fault is. One that the call cannot have stays planned.
    pub(super) fn failure(&self, planned: Planned, operation: &str, body: &[u8]) -> Option<Failure> {
        let failure = planned.fault.failure(operation, body);
        if failure.is_none() && planned.fault.depends_on_body() {
            let mut state = self.state();
            if let Some(made) = state.made.get_mut(planned.call) {
                made.fault = None;
            }
            if let Some((_, plan)) = planned.plan.and_then(|plan| state.planned.get_mut(plan)) {
                plan.left = plan.left.saturating_add(1);
            }
        }
        failure
    }

    /// Notes that a call was refused because its function's signature does not grant it.
    pub(super) fn denied(&self, advice: &str) {
        if self.end.is_some() {
            self.state().denied.push(advice.to_owned());
        }
    }

    /// What was refused of calls beyond the grants after so many other refusals.
    pub(crate) fn denied_since(&self, count: usize) -> Vec<String> {
        self.state().denied.get(count..).unwrap_or_default().to_vec()
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
    /// The fault of the next call, and the plan that it is of: the last one that is left.
    fn next(&mut self, operation: &str) -> Option<(Option<usize>, Fault)> {
        let planned = self.planned.iter_mut().enumerate().rev();
        let mut left = planned.filter(|(_, (of, plan))| of == operation && plan.left > 0);
        if let Some((at, (_, plan))) = left.next() {
            if plan.skipped > 0 {
                plan.skipped -= 1;
                return None;
            }
            plan.left -= usize::from(plan.left < usize::MAX);
            return Some((Some(at), plan.fault));
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
        some.get(random.usize(..some.len() * BY_CHANCE)).map(|fault| (None, *fault))
    }
}
