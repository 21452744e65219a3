//! Wires the local cloud: the database, a function for each route, and what each may do.

use std::net::SocketAddr;
use std::time::Duration;

use super::dynamodb::{self, Caller, Credentials, Data};
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
pub(super) async fn start(api: &Api, data: &Data) -> Result<Cloud, String> {
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
    let database = dynamodb::start(data, &manifest.tables, callers.collect()).await?;
    let endpoint = format!("http://{database}");
    let templates = functions.iter().map(|(credentials, route)| Template {
        route: route.name,
        executable: executable.clone(),
        timeout: Duration::from_secs(route.timeout_seconds.into()),
        environment: environment(&api.name, route, credentials, &endpoint, only_table),
    });
    let functions = Functions::new(templates.collect());
    Ok(Cloud { routes: manifest.routes, functions, database, developer })
}

/// Lambda's reserved variables, and the names of the tables that the route is granted.
fn environment(
    api: &str,
    route: &RouteEntry,
    credentials: &Credentials,
    endpoint: &str,
    only_table: Option<&str>,
) -> Vec<(String, String)> {
    let function = format!("{api}-{}", route.name);
    let memory = route.memory_mb.to_string();
    let log_group = format!("/aws/lambda/{function}");
    let levels = std::env::var("RUST_LOG").unwrap_or_else(|_| "info,fingerpost::service=warn".to_owned());
    let reserved = [
        ("_HANDLER", route.name),
        ("AWS_LAMBDA_FUNCTION_NAME", &function),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", &memory),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", &log_group),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("AWS_LAMBDA_LOG_FORMAT", "Text"),
        ("AWS_REGION", facts::REGION),
        ("AWS_DEFAULT_REGION", facts::REGION),
        ("AWS_ACCESS_KEY_ID", &credentials.key),
        ("AWS_SECRET_ACCESS_KEY", &credentials.secret),
        ("AWS_SESSION_TOKEN", "local"),
        ("AWS_ENDPOINT_URL_DYNAMODB", endpoint),
        ("RUST_LOG", &levels),
        ("TZ", ":UTC"),
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
