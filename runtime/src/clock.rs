//! What time it is, as an argument, so that a test can say it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::error::Result;
use crate::extract::FromRequest;
use crate::request::Request;

/// The clock: that of the machine, or one that a test sets.
///
/// A route that asks the clock for the time, in place of `SystemTime::now()` or what a crate calls `now`, can
/// be tested at any time. `TestApi::set_time` sets that of all routes of an API under test, and a clock of
/// [`Clock::at`] is for the call of a handler itself. Crates for dates read a `SystemTime`:
/// `jiff::Timestamp::try_from(clock.now())`.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use fingerpost::{Clock, Json, route};
///
/// /// Says how many seconds have passed since 1970.
/// #[route(GET, "/seconds")]
/// async fn seconds(clock: Clock) -> Json<u64> {
///     let since = clock.now().duration_since(SystemTime::UNIX_EPOCH);
///     Json(since.map_or(0, |since| since.as_secs()))
/// }
///
/// let clock = Clock::at(SystemTime::UNIX_EPOCH);
/// clock.advance(Duration::from_secs(60));
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// assert_eq!(seconds(clock).await.0, 60);
/// # });
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<Mutex<Option<SystemTime>>>>);

impl Clock {
    /// Makes the clock of the machine.
    pub fn system() -> Self {
        Self(None)
    }

    /// Makes a clock that stands at this time until it is set. Its clones show the same time.
    pub fn at(time: impl Into<SystemTime>) -> Self {
        let clock = Self::not_set();
        clock.set(time);
        clock
    }

    /// A clock that shows the machine's time until it is set.
    fn not_set() -> Self {
        Self(Some(Arc::default()))
    }

    /// The clock of an API under test.
    #[cfg(feature = "local")]
    pub(crate) fn of_test() -> Self {
        Self::not_set()
    }

    /// Returns the time.
    pub fn now(&self) -> SystemTime {
        let set = self.0.as_ref().and_then(|time| *time.lock().unwrap_or_else(PoisonError::into_inner));
        set.unwrap_or_else(SystemTime::now)
    }

    /// Sets the time, and that of all clones. The machine's clock cannot be set, and stays as it is.
    pub fn set(&self, time: impl Into<SystemTime>) {
        if let Some(known) = &self.0 {
            *known.lock().unwrap_or_else(PoisonError::into_inner) = Some(time.into());
        }
    }

    /// Moves the time on, and that of all clones. The machine's clock cannot be moved, and stays as it is.
    pub fn advance(&self, by: Duration) {
        self.set(self.now() + by);
    }
}

impl FromRequest for Clock {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        Ok(request.resource::<Self>().cloned().unwrap_or_default())
    }
}
