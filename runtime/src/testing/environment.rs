//! One execution environment of a function inside of a test: a thread with the runtime that Lambda's process
//! has, on which the function answers one event at a time.

use std::mem;
use std::pin::pin;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use fingerpost_local::testing::Log;
use futures_util::future::{Either, select};
use lambda_runtime::Context;
use tokio::runtime::{Builder, LocalOptions};
use tokio::sync::{Notify, mpsc, oneshot};

use crate::api::Api;
use crate::lambda::Function;
use crate::log::kept;
use crate::resources::Resources;
use crate::route::Route;

/// Bytes of the stack, as the main thread of Lambda's process has it.
const STACK: usize = 8 * 1024 * 1024;

/// What an environment is made of.
pub(super) struct Setup {
    pub(super) api: Api,
    pub(super) route: &'static Route,
    pub(super) resources: Resources,
    pub(super) log: Log,
    /// Told when the process is to end, whatever it is at.
    pub(super) end: Arc<Notify>,
    /// That of its session, by which its calls are known.
    pub(super) token: String,
}

/// A running environment, which ends when this is dropped.
pub(super) struct Environment {
    events: mpsc::UnboundedSender<Invocation>,
    end: Arc<Notify>,
    pub(super) token: String,
}

/// What the function made of an event, or why it made nothing.
type Outcome = Result<Bytes, String>;

struct Invocation {
    event: Bytes,
    timeout: Duration,
    answer: oneshot::Sender<Outcome>,
}

impl Environment {
    /// Starts the thread, and waits until the function is open.
    ///
    /// # Errors
    ///
    /// Why it did not open.
    pub(super) async fn start(setup: Setup) -> Result<Self, String> {
        let (end, token) = (Arc::clone(&setup.end), setup.token.clone());
        let (events, received) = mpsc::unbounded_channel();
        let (opened, is_open) = oneshot::channel();
        let thread = thread::Builder::new().name(setup.route.name.to_owned()).stack_size(STACK);
        let thread = thread.spawn(move || run(setup, received, opened));
        thread.map_err(|error| format!("there is no thread for it: {error}"))?;
        let ended = |_| Err("its process ended while it started".to_owned());
        is_open.await.unwrap_or_else(ended)?;
        Ok(Self { events, end, token })
    }

    /// Has the function answer an event; `None` when it is gone.
    pub(super) async fn invoke(&self, event: Bytes, timeout: Duration) -> Option<Outcome> {
        let (answer, outcome) = oneshot::channel();
        self.events.send(Invocation { event, timeout, answer }).ok()?;
        outcome.await.ok()
    }

    /// Ends it, if it waits for something.
    pub(super) fn end(&self) {
        self.end.notify_one();
    }
}

fn run(
    setup: Setup,
    events: mpsc::UnboundedReceiver<Invocation>,
    opened: oneshot::Sender<Result<(), String>>,
) {
    let _kept = kept::keep(setup.log.clone());
    let log = setup.log.clone();
    let mut builder = Builder::new_current_thread();
    // What a handler has other threads do is logged there.
    builder.enable_all().on_thread_start(move || mem::forget(kept::keep(log.clone())));
    match builder.build_local(LocalOptions::default()) {
        Ok(runtime) => runtime.block_on(answer_all(setup, events, opened)),
        Err(error) => drop(opened.send(Err(error.to_string()))),
    }
}

/// Opens the function, and answers its events until it is ended or nobody has another one.
async fn answer_all(
    setup: Setup,
    mut events: mpsc::UnboundedReceiver<Invocation>,
    opened: oneshot::Sender<Result<(), String>>,
) {
    let Setup { api, route, resources, end, .. } = setup;
    let function = match Function::open(api, vec![route], resources).await {
        Ok(function) => function,
        Err(error) => return drop(opened.send(Err(error.to_string()))),
    };
    // Whoever started it may be gone.
    let _ = opened.send(Ok(()));
    while let Some(Invocation { event, timeout, answer }) = events.recv().await {
        let context = context(timeout);
        let answered = pin!(function.answer(&event, &context));
        let Either::Left((answered, _)) = select(answered, pin!(end.notified())).await else { return };
        let outcome = answered.map_err(str::to_owned).and_then(|response| {
            serde_json::to_vec(&response).map(Bytes::from).map_err(|error| error.to_string())
        });
        let _ = answer.send(outcome);
    }
}

/// An invocation that starts now.
fn context(timeout: Duration) -> Context {
    let deadline = (SystemTime::now() + timeout).duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut context = Context::default();
    context.request_id = format!("test-{:08x}", fastrand::u32(..));
    context.deadline = deadline.as_millis().try_into().unwrap_or(u64::MAX);
    context
}
