//! How much time a handler has: what is left of its function's timeout.

use std::time::{Duration, Instant};

use super::FromRequest;
use crate::error::Result;
use crate::lambda::deadline::LONGEST;
use crate::request::Request;
use crate::route::Description;

/// When the request is given up.
///
/// A route has its `timeout` to answer in. Shortly before it ends, half a second or a fifth of it if that is
/// less, the handler is given up wherever it waits, and the client gets a 503 with a body as other errors have
/// it. Without that, Lambda would end the process, and the client would get API Gateway's own answer.
/// A handler that takes its `Deadline` can do less in time, or hand what is left of it to a call.
///
/// Every route is given up so, whether it takes its `Deadline` or not, and a read of a
/// [`Table`](crate::Table) that does not answer is tried again in time. A handler that blocks its thread
/// instead of awaiting, in a long calculation or in `std::thread::sleep`, cannot be given up.
///
/// A runtime that sets no deadline leaves the 15 minutes of Lambda's longest timeout.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use fingerpost::{Deadline, Json, Result, route};
///
/// async fn supplier(question: u32) -> Result<u32> {
///     Ok(question)
/// }
///
/// /// Asks the supplier as often as there is time for, and says what is known by then.
/// #[route(GET, "/prices", timeout = 5)]
/// async fn prices(deadline: Deadline) -> Result<Json<Vec<u32>>> {
///     let mut prices = Vec::new();
///     for question in 0..10 {
///         if deadline.remaining() < Duration::from_secs(1) {
///             break;
///         }
///         prices.push(supplier(question).await?);
///     }
///     Ok(Json(prices))
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deadline(Instant);

impl Deadline {
    /// Returns how much time is left, which is zero once the deadline has passed.
    pub fn remaining(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Returns the moment at which the request is given up, for calls that take one:
    /// `tokio::time::timeout_at(deadline.instant().into(), call)`.
    pub fn instant(self) -> Instant {
        self.0
    }
}

impl FromRequest for Deadline {
    fn describe(_: &mut Description) {}

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let at = request.timeout.given_up_at();
        Ok(Self(at.unwrap_or_else(|| Instant::now() + LONGEST)))
    }
}
