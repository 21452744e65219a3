//! Failures of AWS that a test plans, to see what an API does when they come, and the calls that were made.
//!
//! Only calls of functions fail. What the test itself reads and writes does not.

mod fault;

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use self::fault::{Fault, Plan};

/// A call that a function made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The name of the function's route.
    pub route: String,
    /// The service that was called: `dynamodb`, `sqs` or `s3`.
    pub service: &'static str,
    /// The service's name of the operation.
    pub operation: String,
    /// The fault that was planned for it.
    pub fault: Option<Fault>,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}.{}", self.route, self.service, self.operation)?;
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
pub(crate) struct Planned {
    pub(crate) fault: Fault,
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

    /// Plans a fault of an operation with its service before it, `sqs.SendMessage`, after those that are planned already.
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

    /// Whether every call of DynamoDB is refused.
    pub(crate) fn is_shut(&self) -> bool {
        self.end.is_some() && self.state().shut
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
    pub(crate) fn of_call(&self, route: &str, service: &'static str, operation: &str) -> Option<Planned> {
        // Nobody plans faults of a server for developers, whose list of calls would grow for ever.
        self.end.as_ref()?;
        let mut state = self.state();
        let call = state.made.len();
        let next = state.next(service, operation);
        let fault = next.map(|(_, fault)| fault);
        state.made.push(Made { route: route.to_owned(), service, operation: operation.to_owned(), fault });
        next.map(|(plan, fault)| Planned { fault, plan, call })
    }

    /// The service's answer that a fault is, of what the service says. A fault that the call cannot have stays
    /// planned.
    pub(crate) fn failure<T>(&self, planned: Planned, said: impl FnOnce(Fault) -> Option<T>) -> Option<T> {
        let failure = said(planned.fault);
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
    pub(crate) fn denied(&self, advice: &str) {
        if self.end.is_some() {
            self.state().denied.push(advice.to_owned());
        }
    }

    /// What was refused of calls beyond the grants after so many other refusals.
    pub(crate) fn denied_since(&self, count: usize) -> Vec<String> {
        self.state().denied.get(count..).unwrap_or_default().to_vec()
    }

    /// Ends the process of the function that has these credentials, by their session token.
    pub(crate) fn end(&self, token: Option<&str>) {
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
    fn next(&mut self, service: &str, operation: &str) -> Option<(Option<usize>, Fault)> {
        let planned = self.planned.iter_mut().enumerate().rev();
        let is_of = |planned: &str| planned.split_once('.') == Some((service, operation));
        let mut left = planned.filter(|(_, (of, plan))| is_of(of) && plan.left > 0);
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
