//! One execution environment of Lambda: a child process with Lambda's variables, and its own Runtime
//! API to ask for events.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::body::Bytes;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::child::Child;
use super::executable::{Executable, Version};
use super::mailbox::{Invocation, Mailbox, State, gone};
use super::runtime_api;
use crate::current_callers::CurrentCallers;
use crate::environment::{RUNTIME_API, SESSION_TOKEN};
use crate::facts;

/// How to start a process of one function.
#[derive(Debug, Clone)]
pub(crate) struct FunctionConfiguration {
    pub(crate) route: String,
    pub(crate) executable: Arc<Executable>,
    pub(crate) timeout: Duration,
    pub(crate) environment: Vec<(OsString, OsString)>,
    /// Told whose request each process answers.
    pub(crate) callers: CurrentCallers,
}

/// How a process failed an event.
#[derive(Debug)]
pub(crate) enum InvocationError {
    /// It was gone before it asked for the event.
    BeforeTheEvent(String),
    /// It was gone, or ended by us, while it had the event.
    WithTheEvent(String),
    /// It lives, and said that it could not answer.
    FunctionError(String),
}

/// A running process, and the event it has. It is given up by ending it, and gone only when it
/// is reaped: until then whoever started it waits, so that all processes are counted.
pub(crate) struct Process {
    timeout: Duration,
    callers: CurrentCallers,
    /// That of its session, by which its calls are known.
    token: String,
    mailbox: Arc<Mailbox>,
    /// Of the executable that it was started from.
    pub(super) version: Option<Version>,
}

impl Process {
    /// Starts a process and waits until it asks for its first event.
    ///
    /// # Errors
    ///
    /// Why it did not: it could not be started, ended, reported an error, or took too long.
    pub(crate) async fn start(configuration: &FunctionConfiguration) -> Result<Self, String> {
        let (listener, address) = runtime_api::listen().await.map_err(|error| error.to_string())?;
        let (end, told) = oneshot::channel();
        let mailbox = Arc::new(Mailbox::new(end));
        // Asked for before the start: if the file changes in between, the process counts as an older one.
        let version = configuration.executable.version();
        let token = uuid::Uuid::new_v4().to_string();
        let child = spawn(configuration, address, &token).await?;
        tokio::spawn(watch(mailbox.clone(), child, told, listener, address));
        let mut state = mailbox.states();
        let limit = Duration::from_secs(facts::INIT_TIMEOUT_SECONDS);
        if timeout(limit, state.wait_for(|state| *state != State::Starting)).await.is_err() {
            mailbox.end(format!("it asked for no event within {} s", limit.as_secs()));
            gone(&mut state).await;
        }
        match &*state.borrow() {
            State::Gone(reason) => Err(format!("the function did not start: {reason}")),
            State::Ready | State::Starting => {
                let FunctionConfiguration { timeout, callers, .. } = configuration;
                Ok(Self { timeout: *timeout, callers: callers.clone(), token, mailbox, version })
            }
        }
    }

    /// Ends the process, and returns when it is gone.
    pub(crate) async fn end(self, reason: &str) {
        self.mailbox.end(reason.to_owned());
        gone(&mut self.mailbox.states()).await;
    }

    /// Has the process answer one event.
    pub(crate) async fn invoke(&self, event: Bytes) -> Result<Bytes, InvocationError> {
        let _answering = self.callers.enter(&self.token, event.clone());
        let (answer, outcome) = oneshot::channel();
        let id = uuid::Uuid::new_v4().to_string();
        let deadline = SystemTime::now() + self.timeout;
        let deadline_ms = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        self.mailbox.put(Invocation { id, event: Some(event), deadline_ms, answer });
        let mut state = self.mailbox.states();
        tokio::select! {
            biased;
            Ok(outcome) = outcome => outcome.map_err(InvocationError::FunctionError),
            reason = gone(&mut state) => Err(self.lost(reason)),
            () = tokio::time::sleep(self.timeout) => {
                self.mailbox.end(format!("Task timed out after {:.2} seconds", self.timeout.as_secs_f64()));
                Err(InvocationError::WithTheEvent(gone(&mut state).await))
            }
        }
    }

    /// The process is gone; whether it had the event by then.
    fn lost(&self, reason: String) -> InvocationError {
        if self.mailbox.take_back() {
            InvocationError::BeforeTheEvent(reason)
        } else {
            InvocationError::WithTheEvent(reason)
        }
    }
}

/// Serves the child until it ends or is to end, reaps it, and tells everyone.
async fn watch(
    mailbox: Arc<Mailbox>,
    mut child: Child,
    told: oneshot::Receiver<String>,
    listener: TcpListener,
    address: SocketAddr,
) {
    let reason = tokio::select! {
        ended = child.ended() => match ended {
            Ok(status) => format!("the process ended, {status}"),
            Err(reason) => reason,
        },
        Ok(reason) = told => reason,
        never = runtime_api::serve(listener, address, mailbox.clone()) => match never {},
    };
    child.end().await;
    mailbox.close(reason);
}

async fn spawn(
    configuration: &FunctionConfiguration,
    runtime_api: SocketAddr,
    token: &str,
) -> Result<Child, String> {
    let mut command = configuration.executable.command();
    command
        .env_clear()
        .envs(configuration.environment.iter().cloned())
        .env(RUNTIME_API, runtime_api.to_string())
        .env(SESSION_TOKEN, token)
        .stdout(std::io::stderr())
        .stderr(Stdio::inherit());
    Child::start(&configuration.executable, command).await
}
