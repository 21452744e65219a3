//! The writes of a transaction until they are sent.

use super::planned::Planned;
use crate::request::Forgotten;

/// The writes of one transaction.
pub(super) struct Unsent {
    planned: Vec<Planned>,
    #[cfg_attr(not(feature = "local"), expect(dead_code, reason = "counted while an API is developed"))]
    forgotten: Forgotten,
}

impl Unsent {
    pub(super) fn of(forgotten: Forgotten) -> Self {
        Self { planned: Vec::new(), forgotten }
    }

    /// Adds a write, and returns it for what it still depends on.
    pub(super) fn add(&mut self, planned: Planned) -> &mut Planned {
        let at = self.planned.len();
        self.planned.push(planned);
        &mut self.planned[at]
    }

    pub(super) fn len(&self) -> usize {
        self.planned.len()
    }

    /// The writes, which are now sent.
    pub(super) fn sent(mut self) -> Vec<Planned> {
        std::mem::take(&mut self.planned)
    }
}

#[cfg(feature = "local")]
impl Drop for Unsent {
    fn drop(&mut self) {
        self.forgotten.add(self.len());
    }
}
