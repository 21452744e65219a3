//! What an argument keeps of a request for the time after its handler.

use std::any::Any;
use std::sync::{Arc, OnceLock};

/// What one argument keeps, of any type.
#[derive(Default)]
pub(crate) struct Afterwards(OnceLock<Arc<dyn Any + Send + Sync>>);

impl Afterwards {
    /// Keeps it, if nothing is kept yet.
    pub(crate) fn keep<T: Send + Sync + 'static>(&self, value: Arc<T>) {
        // A route has one argument that keeps something.
        let _ = self.0.set(value);
    }

    /// What is kept, if it is a `T`.
    pub(crate) fn kept<T: 'static>(&self) -> Option<&T> {
        self.0.get()?.downcast_ref()
    }
}
