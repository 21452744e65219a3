//! What is left of an invocation, so that a database that never answers still leaves time to say so.
//!
//! Lambda ends a function at its timeout without a word to the client. A route that has a table is
//! therefore given up a moment before, with a 503, and each attempt to read gets half of what is left,
//! so that there is time for another on a new connection. A route without tables pays nothing.

use std::time::{Duration, SystemTime};

use lambda_runtime::Context;
use tokio::time::{Instant, timeout_at};

/// How long before its timeout a route is given up, for the answer to reach the client.
const MARGIN: Duration = Duration::from_millis(500);
/// Lambda's longest timeout: what a deadline says beyond it is nonsense.
const LONGEST: Duration = Duration::from_mins(15);

tokio::task_local! {
    static DEADLINE: Instant;
}

/// Does the work, or returns `None` a moment before the invocation is over. A deadline that has passed
/// already is not one: cargo-lambda counts it from 1970.
pub(crate) async fn within<F: Future>(invocation: &Context, work: F) -> Option<F::Output> {
    let Ok(left) = invocation.deadline().duration_since(SystemTime::now()) else {
        return Some(work.await);
    };
    let left = left.min(LONGEST);
    let deadline = Instant::now() + left - MARGIN.min(left / 5);
    timeout_at(deadline, DEADLINE.scope(deadline, work)).await.ok()
}

/// How long an attempt of a call that may be repeated may take; `None` outside of an invocation.
pub(crate) fn attempt() -> Option<Duration> {
    let deadline = DEADLINE.try_with(|deadline| *deadline).ok()?;
    Some(deadline.saturating_duration_since(Instant::now()) / 2)
}
