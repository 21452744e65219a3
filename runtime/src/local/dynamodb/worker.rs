//! Threads that make the calls of the database, each one call at a time.
//!
//! The database works under one lock, so that more threads would only wait for each other. And the
//! allocator keeps what a thread has freed for that thread: an item that nests deep takes hundreds of
//! megabytes to read, which each thread would take anew.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::sync::{Semaphore, oneshot};

/// One thread, and whose turn it is.
pub(super) struct Worker {
    turn: Arc<Semaphore>,
    calls: mpsc::Sender<Box<dyn FnOnce() + Send>>,
}

impl Worker {
    /// Starts the thread, which ends when this is dropped.
    pub(super) fn start() -> Self {
        let (calls, received) = mpsc::channel::<Box<dyn FnOnce() + Send>>();
        thread::spawn(move || {
            for call in received {
                // Whoever waits for a call that panics finds its sender dropped.
                let _ = catch_unwind(AssertUnwindSafe(call));
            }
        });
        Self { turn: Arc::new(Semaphore::new(1)), calls }
    }

    /// Makes a call in its turn; `None` after a panic. A call whose future is dropped before its turn
    /// is not made.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let turn = Arc::clone(&self.turn).acquire_owned().await.ok()?;
        let (sender, outcome) = oneshot::channel();
        let call = move || {
            // Nobody may wait for it any more.
            let _ = sender.send(call());
            drop(turn);
        };
        self.calls.send(Box::new(call)).ok()?;
        outcome.await.ok()
    }
}
