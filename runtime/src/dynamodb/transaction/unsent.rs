//! The writes of a transaction until they are sent.
//!
//! A handler that forgets `commit` answers as if its writes were made. While an API is developed, that is told.

use super::planned::Planned;

#[derive(Default)]
pub(super) struct Unsent(Vec<Planned>);

impl Unsent {
    /// Adds a write, and returns it for what it still depends on.
    pub(super) fn add(&mut self, planned: Planned) -> &mut Planned {
        let at = self.0.len();
        self.0.push(planned);
        &mut self.0[at]
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The writes, which are now sent.
    pub(super) fn sent(mut self) -> Vec<Planned> {
        std::mem::take(&mut self.0)
    }
}

/// An executable that is deployed says nothing: a handler may begin to plan and then refuse the request.
#[cfg(feature = "local")]
impl Drop for Unsent {
    fn drop(&mut self) {
        let writes = self.len();
        if writes > 0 && !std::thread::panicking() {
            let (what, are) = if writes == 1 { ("write", "is") } else { ("writes", "are") };
            tracing::warn!("{writes} {what} of a transaction {are} not made: `commit` was not called");
        }
    }
}
