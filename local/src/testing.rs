//! The local cloud inside of a test's process: the gateway that `serve` has, without its port, in front of
//! functions that somebody else runs, and a database in memory behind the same door.
//!
//! `fingerpost::testing` is what a test sees of it. Nothing here knows a handler.

mod calls;
mod contract;
mod database;
mod events;
mod fuzz;
mod home;
mod operation;
mod resources;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderValue, Method, Request, Response, header};
use fingerpost_manifest::{Route, Table, openapi};
use http_body_util::{BodyExt as _, Collected, Full};
use serde_json::Value;

use self::contract::Contract;
use self::events::{CLIENT, HOST};
use crate::cloud;
use crate::dynamodb::{Caller as Principal, Credentials, Snapshot, Storage};
use crate::environment::{DEFAULTS, ENDPOINT};
use crate::facts::FACTS;
use crate::faults::Faults;
use crate::gateway::auth::Guards;
use crate::gateway::{self, Gateway, route_selection};
use crate::program::Program;
use crate::server::listener::PATIENCE;
use crate::services::{Doorkeeper, Services};

pub use self::database::Database;
pub use self::events::event;
pub use self::fuzz::{Fuzz, Last, Made as MadeUp, Memory};
pub use self::home::Home;
pub use crate::current_callers::CurrentCallers;
pub use crate::environment::SESSION_TOKEN;
pub use crate::faults::{Fault, Made, Plan};
pub use crate::functions::CONCURRENCY;
pub use crate::gateway::caller::Caller;
pub use crate::invocation::{Failure, Invoke};
pub use crate::terminal::Log;

/// How to run one function.
#[derive(Debug, Clone)]
pub struct Function {
    /// The name of its route.
    pub route: String,
    /// After this time Lambda ends it.
    pub timeout: Duration,
    /// Its variables, Lambda's own included.
    pub variables: Vec<(String, String)>,
    /// The variables of the settings that it reads.
    pub settings: Vec<String>,
}

/// An API in the test's process, on a runtime of its own.
pub struct Desk<F>(Arc<Served<F>>);

struct Served<F> {
    gateway: Gateway<F>,
    contract: Contract,
    document: Value,
    database: Arc<Database>,
    services: Services,
    tables: Vec<Table>,
    log: Log,
}

/// What the tables of an API held at a moment.
pub struct Held(Snapshot);

/// What came of a request.
#[derive(Debug)]
pub struct Answered {
    /// The answer, as a client would get it.
    pub response: Response<Bytes>,
    /// The name of the route that gave it; `None` where the gateway did by itself.
    pub route: Option<String>,
    /// In what it is not what the OpenAPI document says.
    pub undocumented: Option<String>,
    /// What was refused meanwhile because a signature does not grant it.
    pub denied: Vec<String>,
}

impl<F: Invoke> Desk<F> {
    /// Starts the database, makes the tables, and asks for the functions.
    ///
    /// # Errors
    ///
    /// One sentence.
    pub async fn start(
        Program { manifest, descriptions, .. }: Program,
        log: Log,
        end: impl Fn(&str) + Send + Sync + 'static,
        functions: impl FnOnce(Vec<Function>, CurrentCallers) -> F,
    ) -> Result<Self, String> {
        let document = openapi::document(&manifest, &descriptions);
        let principals: Vec<(Credentials, Route)> = cloud::functions(&manifest)
            .into_iter()
            .map(|route| (Credentials::random("ASIA"), route))
            .collect();
        let callers = principals.iter().map(|(credentials, route)| {
            let route = Some(route.clone());
            (credentials.key.clone(), Principal { secret: credentials.secret.clone(), route })
        });
        let faults = Arc::new(Faults::of(end));
        let (developer, current) = (Credentials::random("AKIA"), CurrentCallers::default());
        let callers: HashMap<_, _> = callers.collect();
        let keeper = Doorkeeper {
            callers: Arc::new(callers.clone()),
            faults: Arc::clone(&faults),
            log: Some(log.clone()),
        };
        let database = Database::open(developer, callers, current.clone(), faults, log.clone()).await?;
        let resources = manifest.resources.clone();
        let services = async move { Services::start(&resources, &Storage::Memory, keeper, |_| None).await };
        let services = database.home().run(services).await?;
        manifest.tables.iter().try_for_each(|table| database.ensure(table))?;
        let executable = std::env::current_exe().map_err(|error| error.to_string())?;
        let functions = functions(
            principals
                .iter()
                .map(|(credentials, route)| {
                    let mut variables = cloud::environment(&manifest, route, credentials, &executable);
                    variables.push((ENDPOINT.to_owned(), database.endpoint()));
                    variables.extend(services.variables(route, |_| None));
                    variables.extend(DEFAULTS.map(|(name, value)| (name.to_owned(), value.to_owned())));
                    let timeout = Duration::from_secs(route.timeout_seconds.into());
                    let settings = route.settings.iter().map(|setting| setting.variable.clone());
                    let settings = settings.collect();
                    Function { route: route.name.clone(), timeout, variables, settings }
                })
                .collect(),
            current,
        );
        let json = serde_json::to_value(&document).map_err(|error| error.to_string())?;
        let contract = Contract::of(&json)?;
        let gateway = Gateway {
            cors: manifest.api.cors.clone(),
            guards: Guards::of(&manifest.api, None, None),
            routes: manifest.routes,
            functions,
            document: Some(document),
            allowed_hosts: Vec::new(),
            facts: FACTS,
            uploads: gateway::uploads(PATIENCE),
        };
        let (database, tables) = (Arc::new(database), manifest.tables);
        Ok(Self(Arc::new(Served { gateway, contract, document: json, database, services, tables, log })))
    }

    /// Sends a request, and holds the answer to the document. What is said meanwhile is in the log.
    pub async fn send(&self, request: Request<Bytes>) -> Answered {
        let served = Arc::clone(&self.0);
        self.0.database.home().run(async move { served.send(request).await }).await
    }

    /// Made-up requests to the route of this name. Some are for items that are held.
    ///
    /// # Errors
    ///
    /// One sentence that names the routes, where it is not one of them.
    pub fn fuzz(&self, route: &str, held: &Held) -> Result<Fuzz<'_>, String> {
        let routes = &self.0.gateway.routes;
        let found = routes.iter().find(|known| known.name == route);
        let found = found.ok_or_else(|| {
            let known: Vec<_> = routes.iter().map(|known| format!("`{}`", known.name)).collect();
            format!("no route is named `{route}`; the routes are {}", known.join(", "))
        })?;
        Fuzz::of(found, &self.0.document, held.0.keys())
    }

    /// The paths that can be read as they stand: those of `GET` without a parameter that must be there.
    pub fn readable(&self) -> Vec<String> {
        let needed = |operation: &Value| {
            let parameters = operation["parameters"].as_array();
            parameters.into_iter().flatten().any(|parameter| parameter["required"] == true)
        };
        let paths = self.0.document["paths"].as_object().into_iter().flatten();
        let readable = paths.filter(|(_, methods)| methods.get("get").is_some_and(|get| !needed(get)));
        readable.map(|(path, _)| path.clone()).collect()
    }

    /// What the tables hold now.
    ///
    /// # Errors
    ///
    /// One sentence: the database fails.
    pub fn snapshot(&self) -> Result<Held, String> {
        self.0.database.snapshot(&self.0.tables).map(Held)
    }

    /// Has the tables hold what they held then.
    ///
    /// # Errors
    ///
    /// One sentence: the database fails.
    pub fn restore(&self, held: &Held) -> Result<(), String> {
        self.0.database.restore(&held.0)
    }

    /// The data.
    pub fn database(&self) -> &Arc<Database> {
        &self.0.database
    }
}

impl<F: Invoke> Served<F> {
    async fn send(&self, mut request: Request<Bytes>) -> Answered {
        request.headers_mut().entry(header::HOST).or_insert(HeaderValue::from_static(HOST));
        let method = request.method().clone();
        let denied = self.database.faults().denied_since(0).len();
        let route =
            route_selection::find(&FACTS, &self.gateway.routes, method.as_str(), request.uri().path());
        let route = route.map(|(route, _)| route);
        let answer = self.gateway.answer(request.map(Full::new), SocketAddr::from(CLIENT));
        let (parts, body) = self.log.keep(answer).await.into_parts();
        let Ok(body) = body.collect().await.map(Collected::to_bytes);
        // As a server leaves it out.
        let body = if method == Method::HEAD { Bytes::new() } else { body };
        let response = Response::from_parts(parts, body);
        let undocumented = route.and_then(|route| self.contract.check(route, &method, &response).err());
        let denied = self.database.faults().denied_since(denied);
        Answered { response, route: route.map(|route| route.name.clone()), undocumented, denied }
    }
}
