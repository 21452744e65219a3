//! One execution environment of Lambda: a child process of this executable, with Lambda's
//! variables, and its own Runtime API to ask for events.

use std::ffi::OsString;
use std::net::SocketAddr;
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

/// A running process, and the event it has. It is given up by ending it, and gone only when it
/// is reaped: until then whoever started it waits, so that all processes are counted.
pub(super) struct Process {
    timeout: Duration,
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
struct Invocation {
    id: String,
    /// Until the process has asked for it.
    event: Option<Bytes>,
    deadline_ms: u128,
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
        let (listener, address) = runtime_api::listen().await.map_err(|error| error.to_string())?;
        let (end, told) = oneshot::channel();
        let process = Arc::new(Self {
            timeout: template.timeout,
            invocation: Mutex::default(),
            arrived: Notify::new(),
            asking: tokio::sync::Mutex::default(),
            state: watch::Sender::new(State::Starting),
            end: Mutex::new(Some(end)),
        });
        let child = spawn(template, address)?;
        tokio::spawn(process.clone().watch(child, told, listener, address));
        let mut state = process.state.subscribe();
        let limit = Duration::from_secs(facts::INIT_TIMEOUT_SECONDS);
        if timeout(limit, state.wait_for(|state| *state != State::Starting)).await.is_err() {
            process.end(format!("it asked for no event within {} s", limit.as_secs()));
            gone(&mut state).await;
        }
        match &*state.borrow() {
            State::Gone(reason) => Err(format!("the function did not start: {reason}")),
            State::Ready | State::Starting => Ok(process),
        }
    }

    /// Serves the child until it ends or is to end, reaps it, and tells everyone.
    async fn watch(
        self: Arc<Self>,
        mut child: Child,
        told: oneshot::Receiver<String>,
        listener: TcpListener,
        address: SocketAddr,
    ) {
        // Held here so that the pipe closes when this process ends, and not before.
        let _pipe = child.stdin.take();
        let reason = tokio::select! {
            status = child.wait() => match status {
                Ok(status) => format!("the process ended, {status}"),
                Err(error) => error.to_string(),
            },
            Ok(reason) = told => {
                // It may be gone already, which is as well.
                let _ = child.kill().await;
                reason
            }
            never = runtime_api::serve(listener, address, self.clone()) => match never {},
        };
        self.state.send_replace(State::Gone(reason));
    }

    /// Has the process end; the first reason is the one that counts.
    fn end(&self, reason: String) {
        if let Some(end) = lock(&self.end).take() {
            // It may have ended by itself.
            let _ = end.send(reason);
        }
    }

    /// Has the process answer one event.
    pub(super) async fn invoke(&self, event: Bytes) -> Result<Bytes, Ended> {
        let (answer, outcome) = oneshot::channel();
        let id = uuid::Uuid::new_v4().to_string();
        let deadline = SystemTime::now() + self.timeout;
        let deadline_ms = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        *lock(&self.invocation) = Some(Invocation { id, event: Some(event), deadline_ms, answer });
        self.arrived.notify_one();
        let mut state = self.state.subscribe();
        tokio::select! {
            biased;
            Ok(outcome) = outcome => outcome.map_err(Ended::FunctionError),
            reason = gone(&mut state) => {
                let untouched = lock(&self.invocation).take().is_some_and(|it| it.event.is_some());
                Err(if untouched { Ended::BeforeTheEvent(reason) } else { Ended::WithTheEvent(reason) })
            }
            () = tokio::time::sleep(self.timeout) => {
                self.end(format!("Task timed out after {:.2} seconds", self.timeout.as_secs_f64()));
                Err(Ended::WithTheEvent(gone(&mut state).await))
            }
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

async fn gone(state: &mut watch::Receiver<State>) -> String {
    match state.wait_for(|state| matches!(state, State::Gone(_))).await.as_deref() {
        Ok(State::Gone(reason)) => reason.clone(),
        _ => "the process is gone".to_owned(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn spawn(template: &Template, runtime_api: SocketAddr) -> Result<Child, String> {
    let mut command = Command::new(&template.executable);
    command
        .env_clear()
        .envs(template.environment.iter().cloned())
        .env("AWS_LAMBDA_RUNTIME_API", runtime_api.to_string())
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
