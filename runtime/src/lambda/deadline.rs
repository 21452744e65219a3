//! How much time is left of an invocation, so that a client gets an answer even if the handler gives none.
//!
//! Lambda ends a function at its timeout without a word to the client. A route is therefore given up a moment
//! before, with a 503. The timer starts when the handler waits for the first time, so a handler that never
//! waits has none. Each attempt of a read of DynamoDB gets half of the time that is left, so that there is
//! time for another one on a new connection.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use lambda_runtime::Context;
use tokio::task::unconstrained;
use tokio::time::sleep_until;

/// How long before its timeout a route is given up, so that the answer reaches the client in time.
const MARGIN: Duration = Duration::from_millis(500);
/// Lambda's longest timeout. A deadline beyond it is not one that Lambda set.
pub(crate) const LONGEST: Duration = Duration::from_mins(15);

thread_local! {
    /// Of the invocation that is under way: a process has one at a time. It holds for the tasks that a handler
    /// spawns, too.
    static CURRENT: Cell<Option<Timeout>> = const { Cell::new(None) };
}

/// The timeout of one invocation. The clocks are read when somebody asks how much is left of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeout {
    started: Instant,
    /// In milliseconds since 1970.
    ends: u64,
    /// How much of the margin is kept, as a divisor.
    share: u32,
}

impl Timeout {
    pub(crate) fn of(invocation: &Context, started: Instant) -> Self {
        Self { started, ends: invocation.deadline, share: 1 }
    }

    /// The timeout of the layers, which have half of the margin to do something about a handler that was
    /// given up.
    pub(crate) fn of_layers(self) -> Self {
        Self { share: 2, ..self }
    }

    /// When the work is given up, a moment before the invocation's deadline.
    ///
    /// A deadline that has passed already does not count: cargo-lambda sends one that is counted from 1970.
    pub(crate) fn given_up_at(self) -> Option<Instant> {
        let ends = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(self.ends))?;
        let left = ends.duration_since(SystemTime::now()).ok()?;
        // Of the whole time, so that it is the same moment whenever it is asked for.
        let whole = (left + self.started.elapsed()).min(LONGEST);
        Some(self.started + whole.saturating_sub(MARGIN.min(whole / 5) / self.share))
    }
}

/// Does the work, or gives it up and returns `None` a moment before the invocation's deadline.
///
/// Work that blocks its thread instead of waiting cannot be given up.
pub(super) async fn within<F: Future>(timeout: Timeout, work: F) -> Option<F::Output> {
    let outer = CURRENT.replace(Some(timeout));
    let mut work = pin!(work);
    let mut timer = pin!(None);
    let done = poll_fn(|context| {
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        if timer.is_none() {
            // Unconstrained, so that it also ends work that always has more to do.
            timer.set(timeout.given_up_at().map(|at| unconstrained(sleep_until(at.into()))));
        }
        match timer.as_mut().as_pin_mut() {
            Some(timer) => timer.poll(context).map(|()| None),
            None => Poll::Pending,
        }
    })
    .await;
    CURRENT.set(outer);
    done
}

/// How long one attempt of a call may take if the call may be repeated, or `None` where no
/// invocation is under way.
pub(crate) fn attempt() -> Option<Duration> {
    let at = CURRENT.get()?.given_up_at()?;
    Some(at.saturating_duration_since(Instant::now()) / 2)
}
