//! Threads that make the calls of the database, each one call at a time.
//!
//! The database works under one lock, so that more threads would only wait for each other. And the
//! allocator keeps what a thread has freed for that thread: an item that nests deep takes hundreds of
//! megabytes to read, which each thread would take anew.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::sync::{Semaphore, oneshot};

/// Bytes of a thread's stack: dynoxide's parsers call themselves for each level of an expression or
/// value, which takes a few kilobytes in a build for debugging. Only what is used takes memory.
const STACK: usize = 32 * 1024 * 1024;

/// One thread, and whose turn it is.
pub(crate) struct Worker {
    turn: Arc<Semaphore>,
    calls: mpsc::Sender<Box<dyn FnOnce() + Send>>,
}

impl Worker {
    /// Starts the thread, which ends when this is dropped.
    pub(crate) fn start() -> Self {
        let (calls, received) = mpsc::channel::<Box<dyn FnOnce() + Send>>();
        let thread = thread::Builder::new().stack_size(STACK).spawn(move || {
            for call in received {
                // Whoever waits for a call that panics finds its sender dropped.
                let _ = catch_unwind(AssertUnwindSafe(call));
            }
        });
        if let Err(error) = thread {
            // Every call fails then, for nobody receives it.
            crate::terminal::say(format_args!("DynamoDB: no thread can be started: {error}"));
        }
        Self { turn: Arc::new(Semaphore::new(1)), calls }
    }

    /// Makes a call in its turn; `None` after a panic. A call whose future is dropped before its turn
    /// is not made.
    pub(crate) async fn run<T: Send + 'static>(
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
