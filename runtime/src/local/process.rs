//! One execution environment of Lambda: a child process of this executable, with Lambda's
//! variables, and its own Runtime API to ask for events.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Notify, oneshot, watch};
use tokio::time::timeout;

use super::{facts, runtime_api};

/// Tells a child that its standard input is the pipe whose end it shares.
const PARENT_PIPE: &str = "FINGERPOST_PARENT_PIPE";

/// How to start a process of one function.
#[derive(Debug, Clone)]
pub(super) struct Template {
    pub(super) route: &'static str,
    pub(super) executable: PathBuf,
    pub(super) timeout: Duration,
    pub(super) environment: Vec<(OsString, OsString)>,
}

/// How a process failed an event.
#[derive(Debug)]
pub(super) enum Ended {
    /// It was gone before it asked for the event.
    BeforeTheEvent(String),
    /// It was gone, or ended by us, while it had the event.
    WithTheEvent(String),
    /// It lives, and said that it could not answer.
    FunctionError(String),
}

/// A running process, and the event it has.
pub(super) struct Process {
    timeout: Duration,
    waiting: Mutex<Option<Invocation>>,
    arrived: Notify,
    current: Mutex<Option<(String, oneshot::Sender<Outcome>)>>,
    state: watch::Sender<State>,
    kill: Notify,
}

/// What the function said of an event.
pub(super) type Outcome = Result<Bytes, String>;

/// An event on its way to the process.
pub(super) struct Invocation {
    pub(super) id: String,
    pub(super) event: Bytes,
    pub(super) deadline_ms: u128,
    answer: oneshot::Sender<Outcome>,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    Starting,
    Ready,
    Gone(String),
}

impl Process {
    /// Starts a process and waits until it asks for its first event.
    ///
    /// # Errors
    ///
    /// Why it did not: it could not be started, ended, reported an error, or took too long.
    pub(super) async fn start(template: &Template) -> Result<Arc<Self>, String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let process = Arc::new(Self {
            timeout: template.timeout,
            waiting: Mutex::default(),
            arrived: Notify::new(),
            current: Mutex::default(),
            state: watch::Sender::new(State::Starting),
            kill: Notify::new(),
        });
        let child = spawn(template, &address.to_string())?;
        let api = tokio::spawn(runtime_api::serve(listener, process.clone()));
        tokio::spawn(process.clone().watch(child, api));
        let mut state = process.state.subscribe();
        let started = state.wait_for(|state| *state != State::Starting);
        let limit = Duration::from_secs(facts::INIT_TIMEOUT_SECONDS);
        match timeout(limit, started).await {
            Ok(Ok(state)) => match &*state {
                State::Gone(reason) => return Err(format!("the function did not start: {reason}")),
                State::Ready | State::Starting => {}
            },
            Ok(Err(error)) => return Err(error.to_string()),
            Err(_) => {
                process.kill.notify_one();
                return Err(format!("the function asked for no event within {} s", limit.as_secs()));
            }
        }
        Ok(process)
    }

    /// Waits for the child to end, whatever the reason, and tells everyone.
    async fn watch(self: Arc<Self>, mut child: Child, api: tokio::task::JoinHandle<()>) {
        // Held here so that the pipe closes when this process ends, and not before.
        let _pipe = child.stdin.take();
        let status = tokio::select! {
            status = child.wait() => status,
            () = self.kill.notified() => {
                // It may be gone already; waiting tells.
                let _ = child.start_kill();
                child.wait().await
            }
        };
        let reason =
            status.map_or_else(|error| error.to_string(), |status| format!("the process ended, {status}"));
        self.state.send_if_modified(|state| {
            let first = !matches!(state, State::Gone(_));
            if first {
                *state = State::Gone(reason);
            }
            first
        });
        api.abort();
    }

    /// Has the process answer one event.
    pub(super) async fn invoke(&self, event: Bytes) -> Result<Bytes, Ended> {
        let (answer, outcome) = oneshot::channel();
        let id = uuid::Uuid::new_v4().to_string();
        let deadline = SystemTime::now() + self.timeout;
        let deadline_ms = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        *lock(&self.waiting) = Some(Invocation { id, event, deadline_ms, answer });
        self.arrived.notify_one();
        let mut state = self.state.subscribe();
        tokio::select! {
            biased;
            outcome = outcome => match outcome {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(error)) => Err(Ended::FunctionError(error)),
                Err(_) => Err(Ended::WithTheEvent("the event was dropped".to_owned())),
            },
            reason = gone(&mut state) => {
                let untouched = lock(&self.waiting).take().is_some();
                Err(if untouched { Ended::BeforeTheEvent(reason) } else { Ended::WithTheEvent(reason) })
            }
            () = tokio::time::sleep(self.timeout) => {
                self.kill.notify_one();
                let seconds = self.timeout.as_secs_f64();
                Err(Ended::WithTheEvent(format!("Task timed out after {seconds:.2} seconds")))
            }
        }
    }

    /// The process asks for an event: there is one, or there will be.
    pub(super) async fn next(&self) -> (String, Bytes, u128) {
        self.state.send_if_modified(|state| {
            let first = *state == State::Starting;
            if first {
                *state = State::Ready;
            }
            first
        });
        loop {
            let arrived = self.arrived.notified();
            if let Some(invocation) = lock(&self.waiting).take() {
                let Invocation { id, event, deadline_ms, answer } = invocation;
                *lock(&self.current) = Some((id.clone(), answer));
                return (id, event, deadline_ms);
            }
            arrived.await;
        }
    }

    /// The process answers the event it has; `false` when it has no such event.
    pub(super) fn complete(&self, id: &str, outcome: Outcome) -> bool {
        let mut current = lock(&self.current);
        if current.as_ref().is_none_or(|(known, _)| known != id) {
            return false;
        }
        // Nobody may be waiting any more: the answer is then dropped, as in Lambda.
        current.take().is_some_and(|(_, answer)| answer.send(outcome).is_ok())
    }

    /// The process says why it cannot start.
    pub(super) fn init_error(&self, message: String) {
        self.state.send_replace(State::Gone(message));
    }
}

async fn gone(state: &mut watch::Receiver<State>) -> String {
    match state.wait_for(|state| matches!(state, State::Gone(_))).await.as_deref() {
        Ok(State::Gone(reason)) => reason.clone(),
        _ => "the process is gone".to_owned(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn spawn(template: &Template, runtime_api: &str) -> Result<Child, String> {
    let mut command = Command::new(&template.executable);
    command
        .env_clear()
        .envs(template.environment.iter().cloned())
        .env("AWS_LAMBDA_RUNTIME_API", runtime_api)
        .env(PARENT_PIPE, "stdin")
        .stdin(Stdio::piped())
        .stdout(std::io::stderr())
        .stderr(Stdio::inherit())
        .kill_on_drop(true);
    // A Ctrl-C at the terminal is for `serve`, which then ends its functions.
    #[cfg(unix)]
    command.process_group(0);
    let executable = template.executable.display();
    command.spawn().map_err(|error| format!("cannot start {executable}: {error}"))
}

/// In a child: ends this process when the pipe from its parent closes, which is when the
/// parent ends, however it does.
pub(crate) fn end_with_parent() {
    if std::env::var_os(PARENT_PIPE).is_none() {
        return;
    }
    std::thread::spawn(|| {
        // Nothing is ever written to it: this returns at its end, or on an error.
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
}
