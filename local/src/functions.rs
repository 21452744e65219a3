//! Lambda: for each route as many processes as there are requests at once, one event each.

mod child;
mod executable;
mod mailbox;
mod process;
mod runtime_api;
mod supervisor;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::process::{InvocationError, Process};
use crate::invocation::{Failure, Invoke};

pub use self::child::end_with_parent;
pub(crate) use self::child::{Child, PARENT_PIPE};
pub(crate) use self::executable::Executable;
pub(crate) use self::process::FunctionConfiguration;

/// Processes of one function at once; more requests wait for one of them.
pub const CONCURRENCY: usize = 10;

/// Requests that may wait for one function: fewer than the gateway has connections, so that some are
/// left for other functions.
const WAITING: usize = 400;

/// Every function of the API.
#[derive(Clone)]
pub(crate) struct Functions(Arc<HashMap<String, Arc<Function>>>);

struct Function {
    configuration: FunctionConfiguration,
    places: Arc<Semaphore>,
    queue: Semaphore,
    idle: Mutex<Vec<Process>>,
}

impl Functions {
    pub(crate) fn new(configurations: Vec<FunctionConfiguration>) -> Self {
        let functions = configurations.into_iter().map(|configuration| {
            let places = Arc::new(Semaphore::new(CONCURRENCY));
            let queue = Semaphore::new(WAITING);
            (
                configuration.route.clone(),
                Arc::new(Function { configuration, places, queue, idle: Mutex::default() }),
            )
        });
        Self(Arc::new(functions.collect()))
    }
}

impl Invoke for Functions {
    /// Once it has a place it runs to its end even when nobody waits for it any more, as in Lambda;
    /// before, it is dropped with this future.
    async fn invoke(&self, route: &str, event: Bytes) -> Result<Bytes, Failure> {
        let Some(function) = self.0.get(route).cloned() else {
            return Err(Failure::Function(format!("no function is named `{route}`")));
        };
        let place = function.place().await?;
        let work = tokio::spawn(async move {
            let outcome = function.invoke(event).await;
            drop(place);
            outcome
        });
        work.await.unwrap_or_else(|error| Err(Failure::Function(error.to_string())))
    }
}

impl Function {
    async fn place(&self) -> Result<OwnedSemaphorePermit, Failure> {
        if let Ok(place) = self.places.clone().try_acquire_owned() {
            return Ok(place);
        }
        let Ok(_waits) = self.queue.try_acquire() else {
            crate::terminal::say(format_args!(
                "{}: {WAITING} requests wait for it already; Lambda would throttle this one",
                self.configuration.route
            ));
            return Err(Failure::Throttled);
        };
        let place = self.places.clone().acquire_owned().await;
        place.map_err(|error| Failure::Function(error.to_string()))
    }

    async fn invoke(&self, event: Bytes) -> Result<Bytes, Failure> {
        self.end_outdated().await;
        loop {
            let idle = self.idle().pop();
            let (process, warm) = match idle {
                Some(process) => (process, true),
                None => (Process::start(&self.configuration).await.map_err(Failure::Function)?, false),
            };
            match process.invoke(event.clone()).await {
                Ok(answer) => {
                    self.idle().push(process);
                    return Ok(answer);
                }
                // It ended while it was idle, before it had the event: another one can take it.
                Err(InvocationError::BeforeTheEvent(_)) if warm => {}
                Err(InvocationError::BeforeTheEvent(reason) | InvocationError::WithTheEvent(reason)) => {
                    return Err(Failure::Function(reason));
                }
                Err(InvocationError::FunctionError(reason)) => {
                    self.idle().push(process);
                    return Err(Failure::Function(reason));
                }
            }
        }
    }

    /// Ends the processes that were started from another version of the executable, so that all that
    /// answer run the same code.
    async fn end_outdated(&self) {
        let version = self.configuration.executable.version();
        let outdated: Vec<_> = self.idle().extract_if(.., |process| process.version != version).collect();
        for process in outdated {
            process.end("its executable has changed").await;
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Process>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
