//! How much time is left of an invocation, so that a client gets an answer even if the database gives none.
//!
//! Lambda ends a function at its timeout without a word to the client. A route that has a table is therefore
//! given up a moment before, with a 503. Each attempt of a read gets half of the time that is left, so that
//! there is time for another one on a new connection. A route without tables needs no timer and has none.

use std::time::{Duration, SystemTime};

use lambda_runtime::Context;
use tokio::time::{Instant, timeout_at};

/// How long before its timeout a route is given up, so that the answer reaches the client in time.
const MARGIN: Duration = Duration::from_millis(500);
/// Lambda's longest timeout. A deadline beyond it is not one that Lambda set.
const LONGEST: Duration = Duration::from_mins(15);

tokio::task_local! {
    static DEADLINE: Instant;
}

/// Does the work, or gives it up and returns `None` a moment before the invocation's deadline.
///
/// A deadline that has passed already does not count: cargo-lambda sends one that is counted from 1970.
pub(crate) async fn within<F: Future>(invocation: &Context, work: F) -> Option<F::Output> {
    let Ok(left) = invocation.deadline().duration_since(SystemTime::now()) else {
        return Some(work.await);
    };
    let left = left.min(LONGEST);
    let deadline = Instant::now() + left - MARGIN.min(left / 5);
    timeout_at(deadline, DEADLINE.scope(deadline, work)).await.ok()
}

/// How long one attempt of a call may take if the call may be repeated, or `None` outside of [`within`].
pub(crate) fn attempt() -> Option<Duration> {
    let deadline = DEADLINE.try_with(|deadline| *deadline).ok()?;
    Some(deadline.saturating_duration_since(Instant::now()) / 2)
}
