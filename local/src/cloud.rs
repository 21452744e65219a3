//! Wires the local cloud: the database, a function for each route, and what each may do.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fingerpost_manifest::{Auth, Authorizer, AuthorizerFunction, Manifest, Method, Route, Table};

use crate::current_callers::CurrentCallers;
use crate::dynamodb::{self, Caller, Credentials, Storage};
use crate::environment::{ENDPOINT, Given, Reads, SESSION_TOKEN};
use crate::facts;
use crate::functions::{Executable, FunctionConfiguration, Functions};
use crate::services::{Doorkeeper, Services};
use crate::terminal::CommandError;

/// A running local cloud, without its gateway.
pub(crate) struct Cloud {
    pub(crate) routes: Vec<Route>,
    pub(crate) functions: Functions,
    /// Where DynamoDB is.
    pub(crate) database: SocketAddr,
    /// With these the developer's own tools may do everything there.
    pub(crate) developer: Credentials,
    /// Queues and buckets.
    pub(crate) services: Services,
}

/// Starts the database and prepares the functions; a process starts with its first event.
///
/// # Errors
///
/// One sentence, for the command line.
pub(crate) async fn start(
    manifest: Manifest,
    executable: Executable,
    storage: &Storage,
    given: &Given,
) -> Result<Cloud, CommandError> {
    let (executable, current) = (Arc::new(executable), CurrentCallers::default());
    let developer = Credentials::random("AKIA");
    // Credentials of its own for each function: by its key the database knows it.
    let functions: Vec<_> =
        functions(&manifest).into_iter().map(|route| (Credentials::random("ASIA"), route)).collect();
    let named = functions.iter().map(|(credentials, route)| (credentials, Some(route.clone())));
    let callers = named.chain([(&developer, None)]).map(|(credentials, route)| {
        (credentials.key.clone(), Caller { secret: credentials.secret.clone(), route })
    });
    let configurations = functions.iter().map(|(credentials, route)| {
        let environment = environment(&manifest, route, credentials, executable.path());
        let reads = Reads { settings: &route.settings, resources: &route.resources };
        Ok(FunctionConfiguration {
            route: route.name.clone(),
            executable: executable.clone(),
            timeout: Duration::from_secs(route.timeout_seconds.into()),
            environment: given.around(environment, reads)?,
            callers: current.clone(),
        })
    });
    let mut configurations = configurations.collect::<Result<Vec<_>, CommandError>>()?;
    let callers: HashMap<_, _> = callers.collect();
    let keeper = Doorkeeper { callers: Arc::new(callers.clone()), faults: Arc::default(), log: None };
    let database = dynamodb::start(storage, &manifest.tables, callers, current.clone()).await?;
    let services = Services::start(&manifest.resources, storage, keeper, |name| given.value(name)).await?;
    for (configuration, (_, route)) in configurations.iter_mut().zip(&functions) {
        let endpoint = (ENDPOINT.to_owned(), format!("http://{database}"));
        let others = services.variables(route, |name| given.value(name));
        let set_later = others.into_iter().chain([endpoint]).map(|(name, value)| (name.into(), value.into()));
        configuration.environment.extend(set_later);
    }
    let functions = Functions::new(configurations);
    Ok(Cloud { functions, routes: manifest.routes, database, developer, services })
}

/// The functions of an API: those of its routes, and those that decide who may call. The latter are routes
/// that no request is for.
pub(crate) fn functions(manifest: &Manifest) -> Vec<Route> {
    let authorizers = manifest.api.authorizers.iter().filter_map(|(name, authorizer)| match authorizer {
        Authorizer::Function(function) => Some(deciding(name, function)),
        Authorizer::Jwt { .. } => None,
    });
    manifest.routes.iter().cloned().chain(authorizers).collect()
}

fn deciding(name: &str, function: &AuthorizerFunction) -> Route {
    Route {
        name: name.to_owned(),
        method: Method::Any,
        path: "/".to_owned(),
        memory_mb: function.memory_mb,
        timeout_seconds: function.timeout_seconds,
        throttle: None,
        parameters: Vec::new(),
        body: None,
        body_limit: None,
        auth: Auth::Open,
        grants: function.grants.clone(),
        settings: function.settings.clone(),
        resources: function.resources.clone(),
        summary: String::new(),
        source: function.source.clone(),
    }
}

/// Lambda's reserved variables, and the names of the tables that the route is granted.
pub(crate) fn environment(
    manifest: &Manifest,
    route: &Route,
    credentials: &Credentials,
    executable: &Path,
) -> Vec<(String, String)> {
    let function = format!("{}-{}", manifest.api.name, route.name);
    let memory = route.memory_mb.to_string();
    let log_group = format!("/aws/lambda/{function}");
    let task_root = executable.parent().unwrap_or(executable).to_string_lossy();
    let lambdas = [
        ("_HANDLER", route.name.as_str()),
        ("AWS_LAMBDA_FUNCTION_NAME", &function),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &log_group),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
        ("LAMBDA_TASK_ROOT", &task_root),
    ];
    let lambdas = lambdas.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut environment: Vec<_> = lambdas.chain(access(credentials)).collect();
    let granted = |table: &&Table| route.grants.iter().any(|grant| grant.table == table.name);
    for table in manifest.tables.iter().filter(granted) {
        environment.push((table.variable.clone(), table.name.clone()));
        if manifest.tables.len() == 1 {
            environment.push(("TABLE_NAME".to_owned(), table.name.clone()));
        }
    }
    environment
}

/// The variables by which a client knows where AWS is and who calls it.
pub(crate) fn access(credentials: &Credentials) -> [(String, String); 5] {
    [
        ("AWS_REGION", facts::REGION),
        ("AWS_DEFAULT_REGION", facts::REGION),
        ("AWS_ACCESS_KEY_ID", &credentials.key),
        ("AWS_SECRET_ACCESS_KEY", &credentials.secret),
        (SESSION_TOKEN, "local"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
}
