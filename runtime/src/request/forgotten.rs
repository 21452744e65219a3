//! Writes that a handler planned and never sent. While an API is developed they are told of: the client hears that they
//! were made. An executable that is deployed does not count.

#[cfg(feature = "local")]
use std::sync::Arc;
#[cfg(feature = "local")]
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many writes of a request were planned and not sent.
#[derive(Clone, Default)]
pub(crate) struct Forgotten(#[cfg(feature = "local")] Arc<AtomicUsize>);

#[cfg(feature = "local")]
impl Forgotten {
    pub(crate) fn add(&self, writes: usize) {
        self.0.fetch_add(writes, Ordering::Relaxed);
    }

    /// Logs a warning of them. A request that is refused may leave writes behind.
    pub(crate) fn tell(&self, route: &str, status: u16) {
        let writes = self.0.load(Ordering::Relaxed);
        if writes > 0 && status < 400 {
            let (what, are) = if writes == 1 { ("write", "is") } else { ("writes", "are") };
            tracing::warn!(
                "route `{route}` answers {status}, and {writes} {what} of its transaction {are} not made: `commit` was \
                 not called"
            );
        }
    }
}
