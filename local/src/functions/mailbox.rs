//! What passes between a function's process and whoever has an event for it: the event, its answer,
//! and whether the process is still there.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use tokio::sync::{Notify, oneshot, watch};

/// The events of one process, one at a time, and the state that it is in.
pub(super) struct Mailbox {
    invocation: Mutex<Option<Invocation>>,
    arrived: Notify,
    /// Held by the request for an event whose turn it is.
    asking: tokio::sync::Mutex<()>,
    state: watch::Sender<State>,
    end: Mutex<Option<oneshot::Sender<String>>>,
}

/// What the function said of an event.
pub(super) type Outcome = Result<Bytes, String>;

/// An event that the process has to answer.
pub(super) struct Invocation {
    pub(super) id: String,
    /// Until the process has asked for it.
    pub(super) event: Option<Bytes>,
    pub(super) deadline_ms: u128,
    pub(super) answer: oneshot::Sender<Outcome>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum State {
    Starting,
    Ready,
    Gone(String),
}

impl Mailbox {
    /// A mailbox of a process that starts. `end` is told why the process is to end.
    pub(super) fn new(end: oneshot::Sender<String>) -> Self {
        Self {
            invocation: Mutex::default(),
            arrived: Notify::new(),
            asking: tokio::sync::Mutex::default(),
            state: watch::Sender::new(State::Starting),
            end: Mutex::new(Some(end)),
        }
    }

    /// Puts an event where the process finds it.
    pub(super) fn put(&self, invocation: Invocation) {
        *lock(&self.invocation) = Some(invocation);
        self.arrived.notify_one();
    }

    /// Takes the event back; `true` when the process has not had it.
    pub(super) fn take_back(&self) -> bool {
        lock(&self.invocation).take().is_some_and(|invocation| invocation.event.is_some())
    }

    /// The state that the process is in, and those that follow.
    pub(super) fn states(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    /// The process is gone.
    pub(super) fn close(&self, reason: String) {
        self.state.send_replace(State::Gone(reason));
    }

    /// Has the process end; the first reason is the one that counts.
    pub(super) fn end(&self, reason: String) {
        if let Some(end) = lock(&self.end).take() {
            // It may have ended by itself.
            let _ = end.send(reason);
        }
    }

    /// The process asks for an event: there is one, or there will be. Others that ask wait for
    /// their turn, for the one before may have hung up; there is nothing for them, nor for any
    /// request, while an event is not answered.
    pub(super) async fn next(&self) -> Option<(String, Bytes, u128)> {
        let _asking = self.asking.lock().await;
        self.state.send_if_modified(|state| {
            let first = *state == State::Starting;
            if first {
                *state = State::Ready;
            }
            first
        });
        loop {
            let arrived = self.arrived.notified();
            if let Some(invocation) = lock(&self.invocation).as_mut() {
                let event = invocation.event.take()?;
                return Some((invocation.id.clone(), event, invocation.deadline_ms));
            }
            arrived.await;
        }
    }

    /// Whether the process has this event to answer.
    pub(super) fn has(&self, id: &str) -> bool {
        lock(&self.invocation).as_ref().is_some_and(|it| it.id == id && it.event.is_none())
    }

    /// The process answers the event it has; `false` when it has no such event.
    pub(super) fn complete(&self, id: &str, outcome: Outcome) -> bool {
        let answered = lock(&self.invocation).take_if(|it| it.id == id && it.event.is_none());
        answered.is_some_and(|it| it.answer.send(outcome).is_ok())
    }

    /// Whether the process has yet to ask for its first event.
    pub(super) fn starts(&self) -> bool {
        *self.state.borrow() == State::Starting
    }

    /// The process says why it cannot start; `false` when it has started.
    pub(super) fn init_error(&self, message: String) -> bool {
        let starts = self.starts();
        if starts {
            self.end(message);
        }
        starts
    }
}

/// Why the process is gone, once it is.
pub(super) async fn gone(state: &mut watch::Receiver<State>) -> String {
    match state.wait_for(|state| matches!(state, State::Gone(_))).await.as_deref() {
        Ok(State::Gone(reason)) => reason.clone(),
        _ => "the process is gone".to_owned(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
