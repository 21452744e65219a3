//! Lambda: for each route as many processes as there are requests at once, one event each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::facts;
use super::process::{Ended, Process, Template};

/// Processes of one function at once; more requests wait for one of them.
const CONCURRENCY: usize = 10;

/// Every function of the API.
#[derive(Clone)]
pub(super) struct Functions(Arc<HashMap<&'static str, Function>>);

struct Function {
    template: Template,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<Arc<Process>>>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Failure {
    /// The gateway does not wait longer.
    Late,
    /// The function failed; for the log, never for the client.
    Function(String),
}

impl Functions {
    pub(super) fn new(templates: Vec<Template>) -> Self {
        let functions = templates.into_iter().map(|template| {
            let places = Arc::new(Semaphore::new(CONCURRENCY));
            (template.route, Function { template, places, idle: Mutex::default() })
        });
        Self(Arc::new(functions.collect()))
    }

    /// Has the function answer one event. It runs to its end even when nobody waits for it
    /// any more, as in Lambda.
    pub(super) async fn invoke(&self, route: &str, event: Bytes) -> Result<Bytes, Failure> {
        let functions = self.clone();
        let route = route.to_owned();
        let work = tokio::spawn(async move {
            match functions.0.get(route.as_str()) {
                Some(function) => function.invoke(event).await,
                None => Err(Failure::Function(format!("no function is named `{route}`"))),
            }
        });
        match timeout(Duration::from_secs(facts::INTEGRATION_TIMEOUT_SECONDS), work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => Err(Failure::Function(error.to_string())),
            Err(_) => Err(Failure::Late),
        }
    }
}

impl Function {
    async fn invoke(&self, event: Bytes) -> Result<Bytes, Failure> {
        let place = self.places.acquire().await;
        let _place = place.map_err(|error| Failure::Function(error.to_string()))?;
        loop {
            let idle = self.idle().pop();
            let (process, warm) = match idle {
                Some(process) => (process, true),
                None => (self.start().await?, false),
            };
            match process.invoke(event.clone()).await {
                Ok(answer) => {
                    self.idle().push(process);
                    return Ok(answer);
                }
                // It died while it was idle, before it saw the event: nobody's request.
                Err(Ended::BeforeTheEvent(_)) if warm => {}
                Err(Ended::BeforeTheEvent(reason) | Ended::WithTheEvent(reason)) => {
                    return Err(Failure::Function(reason));
                }
                Err(Ended::FunctionError(reason)) => {
                    self.idle().push(process);
                    return Err(Failure::Function(reason));
                }
            }
        }
    }

    async fn start(&self) -> Result<Arc<Process>, Failure> {
        Process::start(&self.template).await.map_err(Failure::Function)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Process>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
