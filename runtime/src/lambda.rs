//! The life of one function's process in Lambda, from `_HANDLER` to the last event.
//!
//! The process finds its route, opens what the route keeps between requests, and then answers event after
//! event (`lambda/client.rs`, `lambda/function.rs`). It has one thread, because Lambda gives a process one
//! event at a time. The local cloud starts the same process, so there is no other way to run a route.

pub(crate) mod after;
mod client;
pub(crate) mod contained;
pub(crate) mod deadline;
mod function;
mod next_link;

use std::env;
use std::pin::Pin;
use std::process::ExitCode;

use lambda_runtime::Diagnostic;
use tokio::runtime::{Builder, LocalOptions};

pub(crate) use self::function::Function;
use crate::api::Api;
use crate::auth::Authorizer;
use crate::log;
use crate::resources::Resources;
use crate::route::Route;

/// The value of `_HANDLER` with which one process serves every route, by each event's `routeKey` or, behind
/// a function URL, by its path.
const MONOLITH: &str = "*";

/// Variables that Lambda sets for every function. `lambda_runtime` panics where one of them is missing.
const REQUIRED: [&str; 3] =
    ["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"];

/// Serves the function until the Runtime API is gone, and returns the process's exit code.
pub(crate) fn run(api: Api) -> ExitCode {
    log::init();
    // The local runtime links no scheduler for several threads.
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default());
    match runtime {
        Ok(runtime) => {
            // Spawned, not blocked on directly: tokio makes two more system calls each time the root
            // future wakes. Boxed to keep the task's code small. If it panics, the hook has logged it.
            let process: Pin<Box<dyn Future<Output = ExitCode>>> = Box::pin(run_function(api));
            let process = runtime.spawn_local(process);
            runtime.block_on(process).unwrap_or(ExitCode::FAILURE)
        }
        Err(error) => {
            tracing::error!(%error, "no async runtime");
            ExitCode::FAILURE
        }
    }
}

/// Opens the function, which is Lambda's init phase, and then answers event after event.
async fn run_function(api: Api) -> ExitCode {
    let function = match open(api).await {
        Ok(function) => function,
        Err(message) => {
            tracing::error!(error = %message, "the function cannot start");
            report(&message).await;
            return ExitCode::FAILURE;
        }
    };
    match client::serve(&function).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Lambda starts another process. `lambda_runtime` ends this one when it cannot read an
            // invocation's headers, such as a client context of another form. Nobody can answer that
            // invocation, because its id is one of the headers.
            tracing::error!(
                %error,
                "the process ends because the Runtime API is gone or sent an invocation that cannot be read"
            );
            ExitCode::FAILURE
        }
    }
}

/// Finds the function's routes and opens what they keep between requests.
///
/// # Errors
///
/// A sentence that says why the function cannot start, for the log and for Lambda.
async fn open(api: Api) -> Result<Function, String> {
    if let Some(missing) = REQUIRED.iter().find(|name| env::var_os(name).is_none()) {
        return Err(format!("`{missing}` is not set; Lambda sets it"));
    }
    let handler = env::var("_HANDLER").map_err(|_| "`_HANDLER` is not set; it names the route to serve")?;
    let routes = match handler.as_str() {
        MONOLITH => Route::all().collect(),
        name => {
            let deciding =
                || Authorizer::all().map(|authorizer| &authorizer.route).find(|route| route.name == name);
            let route = Route::all().find(|route| route.name == name).or_else(deciding);
            vec![route.ok_or_else(|| unknown(name))?]
        }
    };
    Function::open(api, routes, Resources::default()).await.map_err(|error| error.to_string())
}

/// The sentence for a `_HANDLER` that names no route.
fn unknown(handler: &str) -> String {
    let known = Route::all().map(|route| format!("`{}`", route.name)).collect::<Vec<_>>().join(", ");
    format!("no route is named `{handler}`; the routes are {known}, and `*` is all of them")
}

/// The type of error that Lambda shows for a function that does not start.
const INIT_ERROR: &str = "Runtime.InitError";

/// Tells Lambda why the function cannot start, so that Lambda's own error says it too.
async fn report(message: &str) {
    let body = Diagnostic { error_type: INIT_ERROR.to_owned(), error_message: message.to_owned() };
    // Text can always be written.
    let body = serde_json::to_vec(&body).unwrap_or_default();
    let client = lambda_runtime_api_client::Client::builder().build();
    let request = http::Request::post("/2018-06-01/runtime/init/error")
        .header("lambda-runtime-function-error-type", INIT_ERROR)
        .body(lambda_runtime_api_client::body::Body::from(body));
    let sent = match (client, request) {
        (Ok(client), Ok(request)) => client.call(request).await.map(drop).map_err(|error| error.to_string()),
        (Err(error), _) => Err(error.to_string()),
        (_, Err(error)) => Err(error.to_string()),
    };
    if let Err(error) = sent {
        tracing::error!(error, "the init error did not reach the Runtime API");
    }
}
