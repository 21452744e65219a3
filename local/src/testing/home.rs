//! A runtime of the test's own, on a thread of its own.
//!
//! What serves a test must not stand on the test's runtime: that may end while another test goes on, and its
//! clock may be one that a test stops or moves.

use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

/// A runtime that ends, with all that it does, when this is dropped.
pub struct Home {
    handle: Handle,
    /// Dropped, it ends the runtime.
    _stop: oneshot::Sender<()>,
}

impl Home {
    /// Starts the runtime.
    ///
    /// # Errors
    ///
    /// One sentence: the system has no thread for it.
    pub fn start() -> Result<Self, String> {
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("fingerpost-testing".to_owned());
        let thread = thread.spawn(move || {
            // That it is dropped is the word.
            let _ = runtime.block_on(stopped);
            runtime.shutdown_background();
        });
        thread.map_err(|error| format!("there is no thread for the test: {error}"))?;
        Ok(Self { handle, _stop: stop })
    }

    /// Does the work there, and waits for it here.
    ///
    /// # Panics
    ///
    /// When the work panics.
    pub async fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let done = self.handle.spawn(work).await;
        done.unwrap_or_else(|failed| match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(ended) => panic!("the runtime of the test has ended: {ended}"),
        })
    }

    /// Does work that borrows from the test there, while the test's thread waits.
    ///
    /// # Panics
    ///
    /// When the work panics.
    pub fn wait<T: Send>(&self, work: impl Future<Output = T> + Send) -> T {
        thread::scope(|scope| match scope.spawn(|| self.handle.block_on(work)).join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    }
}
