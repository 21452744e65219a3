//! The functions of an API under test: for each route as many environments as there are requests at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use fingerpost_local::testing::{self, CONCURRENCY, CurrentCallers, Failure, Invoke, Log, SESSION_TOKEN};
use fingerpost_manifest::name;
use tokio::sync::{Notify, Semaphore};
use tokio::time::timeout;

use super::environment::{Environment, Setup};
use crate::api::Api;
use crate::auth::Authorizer;
use crate::clock::Clock;
use crate::ids::Ids;
use crate::resources::Resources;
use crate::route::Route;

/// Puts what a test gives among the resources of a function.
pub(super) type Give = Box<dyn Fn(&mut Resources) + Send + Sync>;

/// What all functions of an API have in common.
pub(super) struct Common {
    pub(super) api: Api,
    pub(super) log: Log,
    /// Variables that a test gives to every function.
    pub(super) variables: Vec<(String, String)>,
    /// Puts what a test gives in the place of what functions would open.
    pub(super) given: Vec<Give>,
    pub(super) clock: Clock,
    pub(super) ids: Ids,
    pub(super) environments: Environments,
}

/// The environments that there are, by their tokens.
#[derive(Default)]
pub(super) struct Environments(Mutex<HashMap<String, Arc<Notify>>>);

impl Environments {
    /// Ends an environment in the middle of what it does.
    pub(super) fn end(&self, token: &str) {
        if let Some(end) = locked(&self.0).remove(token) {
            end.notify_one();
        }
    }

    /// A token for a new environment, and what it is told by when it is to end.
    fn enter(&self) -> (String, Arc<Notify>) {
        let (token, end) = (format!("environment-{:016x}", fastrand::u64(..)), Arc::new(Notify::new()));
        locked(&self.0).insert(token.clone(), Arc::clone(&end));
        (token, end)
    }
}

/// Every function of the API.
pub(super) struct Functions {
    common: Arc<Common>,
    /// Told whose request each environment answers.
    callers: CurrentCallers,
    by_route: HashMap<String, Function>,
}

struct Function {
    route: &'static Route,
    timeout: Duration,
    variables: Vec<(String, String)>,
    /// The variables that its route reads as settings.
    settings: Vec<String>,
    places: Semaphore,
    idle: Mutex<Vec<Environment>>,
}

impl Functions {
    /// The functions of the routes; an environment starts with its first event.
    pub(super) fn of(
        common: Arc<Common>,
        configured: Vec<testing::Function>,
        callers: CurrentCallers,
    ) -> Self {
        let routes: HashMap<_, _> = Route::all()
            .chain(Authorizer::all().map(|deciding| &deciding.route))
            .map(|route| (route.name, route))
            .collect();
        let functions =
            configured.into_iter().filter_map(|testing::Function { route, timeout, variables, settings }| {
                let known = *routes.get(route.as_str())?;
                let (places, idle) = (Semaphore::new(CONCURRENCY), Mutex::default());
                Some((route, Function { route: known, timeout, variables, settings, places, idle }))
            });
        Self { by_route: functions.collect(), common, callers }
    }
}

impl Invoke for Functions {
    async fn invoke(&self, route: &str, event: Bytes) -> Result<Bytes, Failure> {
        let function = self.by_route.get(route);
        let function = function.ok_or_else(|| Failure::Function("there is no such function".to_owned()))?;
        let _place = function.places.acquire().await.map_err(|error| Failure::Function(error.to_string()))?;
        let idle = locked(&function.idle).pop();
        let environment = match idle {
            Some(environment) => environment,
            None => function.start(&self.common).await.map_err(Failure::Function)?,
        };
        let _answering = self.callers.enter(&environment.token, event.clone());
        match timeout(function.timeout, environment.invoke(event, function.timeout)).await {
            Ok(Some(outcome)) => {
                locked(&function.idle).push(environment);
                outcome.map_err(Failure::Function)
            }
            Ok(None) => Err(Failure::Function("its process ended".to_owned())),
            Err(_elapsed) => {
                // It ends where it waits, as a process would everywhere.
                environment.end();
                let seconds = function.timeout.as_secs_f64();
                Err(Failure::Function(format!("Task timed out after {seconds:.2} seconds")))
            }
        }
    }
}

impl Function {
    /// Whether a variable that a test gives reaches it: as its setting, or because it says how functions run.
    fn gets(&self, variable: &str) -> bool {
        self.settings.iter().any(|known| known == variable) || name::reserved(variable).is_some()
    }

    async fn start(&self, common: &Common) -> Result<Environment, String> {
        let (token, end) = common.environments.enter();
        let variables = self.variables.iter().filter(|(name, _)| name != SESSION_TOKEN).cloned();
        let own = [(SESSION_TOKEN.to_owned(), token.clone())];
        let given = common.variables.iter().filter(|(name, _)| self.gets(name)).cloned();
        let variables = given.chain(variables).chain(own);
        let mut resources = Resources::with_variables(variables);
        common.given.iter().for_each(|give| give(&mut resources));
        resources.insert(common.clock.clone());
        resources.insert(common.ids.clone());
        let (api, log) = (common.api.clone(), common.log.clone());
        Environment::start(Setup { api, route: self.route, resources, log, end, token }).await
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
