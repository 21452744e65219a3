//! Wires the local cloud: the database, a function for each route, and what each may do.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use super::command::Failed;
use super::dynamodb::{self, Caller, Credentials, Data};
use super::environment::Given;
use super::facts;
use super::functions::Functions;
use super::process::Template;
use crate::api::Api;
use crate::item::variable;
use crate::manifest::{Manifest, RouteEntry};
use crate::route::Route;

/// A running local cloud, without its gateway.
pub(super) struct Cloud {
    pub(super) routes: Vec<RouteEntry>,
    pub(super) functions: Functions,
    /// Where DynamoDB is.
    pub(super) database: SocketAddr,
    /// With these the developer's own tools may do everything there.
    pub(super) developer: Credentials,
}

/// Starts the database and prepares the functions; a process starts with its first event.
///
/// # Errors
///
/// One sentence, for the command line.
pub(super) async fn start(api: &Api, data: &Data, given: &Given) -> Result<Cloud, Failed> {
    let manifest = Manifest::of(api, &Route::by_name())?;
    let executable = std::env::current_exe()
        .map_err(|error| format!("cannot find this executable to start functions from it: {error}"))?;
    let developer = Credentials::random("AKIA");
    // Credentials of its own for each function: by its key the database knows it.
    let functions: Vec<_> =
        manifest.routes.iter().map(|route| (Credentials::random("ASIA"), route.clone())).collect();
    let named = functions.iter().map(|(credentials, route)| (credentials, Some(route.clone())));
    let callers = named.chain([(&developer, None)]).map(|(credentials, route)| {
        (credentials.key.clone(), Caller { secret: credentials.secret.clone(), route })
    });
    let only_table = match manifest.tables.as_slice() {
        [table] => Some(table.name),
        _ => None,
    };
    let templates = functions.iter().map(|(credentials, route)| {
        let environment = environment(&api.name, route, credentials, &executable, only_table);
        Ok(Template {
            route: route.name,
            executable: executable.clone(),
            timeout: Duration::from_secs(route.timeout_seconds.into()),
            environment: given.around(environment)?,
        })
    });
    let mut templates = templates.collect::<Result<Vec<_>, Failed>>()?;
    let database = dynamodb::start(data, &manifest.tables, callers.collect()).await?;
    for template in &mut templates {
        let endpoint = format!("http://{database}");
        template.environment.push(("AWS_ENDPOINT_URL_DYNAMODB".into(), endpoint.into()));
    }
    Ok(Cloud { functions: Functions::new(templates), routes: manifest.routes, database, developer })
}

/// Lambda's reserved variables, and the names of the tables that the route is granted.
fn environment(
    api: &str,
    route: &RouteEntry,
    credentials: &Credentials,
    executable: &Path,
    only_table: Option<&str>,
) -> Vec<(String, String)> {
    let function = format!("{api}-{}", route.name);
    let memory = route.memory_mb.to_string();
    let log_group = format!("/aws/lambda/{function}");
    let task_root = executable.parent().unwrap_or(executable).to_string_lossy();
    let reserved = [
        ("_HANDLER", route.name),
        ("AWS_LAMBDA_FUNCTION_NAME", &function),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &log_group),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("AWS_REGION", facts::REGION),
        ("AWS_DEFAULT_REGION", facts::REGION),
        ("AWS_ACCESS_KEY_ID", &credentials.key),
        ("AWS_SECRET_ACCESS_KEY", &credentials.secret),
        ("AWS_SESSION_TOKEN", "local"),
        ("LAMBDA_RUNTIME_DIR", "/var/runtime"),
        ("LAMBDA_TASK_ROOT", &task_root),
    ];
    let mut environment: Vec<_> =
        reserved.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    for grant in &route.grants {
        environment.push((variable(grant.table), grant.table.to_owned()));
        if only_table == Some(grant.table) {
            environment.push(("TABLE_NAME".to_owned(), grant.table.to_owned()));
        }
    }
    environment
}
