//! In Lambda: one route, by `_HANDLER`, on a current-thread runtime over the Runtime API.
//!
//! `lambda_runtime` copies an event into an owned payload before a handler sees it. A layer
//! takes the raw bytes instead, so that the event is read once, borrowed; the handler below it
//! only hands the answer on, which is rendered once, over the runtime's own connection.

use std::env;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use lambda_runtime::tower::{self, layer::layer_fn};
use lambda_runtime::{Diagnostic, Error as RuntimeError, LambdaEvent, LambdaInvocation, Runtime, service_fn};
use serde::de::IgnoredAny;
use tokio::runtime::{Builder, LocalOptions};

use crate::api::Api;
use crate::log;
use crate::response::Response;
use crate::route::Route;
use crate::service::Service;

/// The name that serves every route, by the event's `routeKey`.
const MONOLITH: &str = "*";

/// What Lambda sets for every function, and the Runtime API's client cannot do without.
const REQUIRED: [&str; 3] =
    ["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION"];

pub(crate) fn run(api: Api) -> ExitCode {
    log::init();
    #[cfg(feature = "local")]
    crate::local::end_with_parent();
    // The local runtime links no scheduler for several threads.
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default());
    match runtime {
        Ok(runtime) => {
            // As a task: the runtime's own future is woken by two system calls more an event. Boxed,
            // the task's code is small. A panic has been logged when it gets here.
            let live: Pin<Box<dyn Future<Output = ExitCode>>> = Box::pin(live(api));
            let live = runtime.spawn_local(live);
            runtime.block_on(live).unwrap_or(ExitCode::FAILURE)
        }
        Err(error) => {
            tracing::error!(%error, "no async runtime");
            ExitCode::FAILURE
        }
    }
}

/// The function's life: init, then event after event.
async fn live(api: Api) -> ExitCode {
    let service = match open(api).await {
        Ok(service) => service,
        Err(message) => {
            tracing::error!(error = %message, "the function cannot start");
            report(&message).await;
            return ExitCode::FAILURE;
        }
    };
    match serve(&service).await {
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

/// Finds the function's routes and opens what they keep.
async fn open(api: Api) -> Result<Service, String> {
    if let Some(missing) = REQUIRED.iter().find(|name| env::var_os(name).is_none()) {
        return Err(format!("`{missing}` is not set; Lambda sets it"));
    }
    let handler = env::var("_HANDLER").map_err(|_| "`_HANDLER` is not set; it names the route to serve")?;
    let routes = match handler.as_str() {
        MONOLITH => Route::all().collect(),
        name => vec![Route::all().find(|route| route.name == name).ok_or_else(|| unknown(name))?],
    };
    Service::open(api, routes).await.map_err(|error| error.to_string())
}

fn unknown(handler: &str) -> String {
    let known = Route::all().map(|route| format!("`{}`", route.name)).collect::<Vec<_>>().join(", ");
    format!("no route is named `{handler}`; the routes are {known}, and `*` is all of them")
}

async fn serve(service: &Service) -> Result<(), RuntimeError> {
    let answer = &Mutex::new(None);
    let hand_on = service_fn(async |_: LambdaEvent<IgnoredAny>| {
        let answer: Option<Answer> = answer.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer.unwrap_or(Err("no event was answered")).map_err(|message| Diagnostic {
            error_type: NOT_AN_EVENT.to_owned(),
            error_message: message.to_owned(),
        })
    });
    Runtime::new(hand_on).layer(layer_fn(|inner| Answering { service, answer, inner })).run().await
}

/// The type of error that Lambda shows for an invocation that is not a request.
const NOT_AN_EVENT: &str = "Runtime.NotAnEvent";

type Answer = Result<Response, &'static str>;

/// Answers an event's bytes, and has the service below send the answer.
struct Answering<'s, S> {
    service: &'s Service,
    answer: &'s Mutex<Option<Answer>>,
    inner: S,
}

impl<'s, S> tower::Service<LambdaInvocation> for Answering<'s, S>
where
    S: tower::Service<LambdaInvocation, Response = (), Error = RuntimeError> + Clone + 's,
{
    type Response = ();
    type Error = RuntimeError;
    type Future = Pin<Box<dyn Future<Output = Result<(), RuntimeError>> + 's>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), RuntimeError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> Self::Future {
        let (service, answer) = (self.service, self.answer);
        let mut inner = self.inner.clone();
        Box::pin(async move {
            let answered = service.answer(&invocation.body, &invocation.context).await;
            *answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answered);
            invocation.body = Bytes::from_static(b"0");
            inner.call(invocation).await
        })
    }
}

/// Tells Lambda why there is no function, so that the caller's log has it too.
async fn report(message: &str) {
    let body = serde_json::json!({ "errorType": "Runtime.InitError", "errorMessage": message });
    let client = lambda_runtime_api_client::Client::builder().build();
    let request = http::Request::post("/2018-06-01/runtime/init/error")
        .header("lambda-runtime-function-error-type", "Runtime.InitError")
        .body(lambda_runtime_api_client::body::Body::from(body.to_string()));
    let sent = match (client, request) {
        (Ok(client), Ok(request)) => client.call(request).await.map(drop).map_err(|error| error.to_string()),
        (Err(error), _) => Err(error.to_string()),
        (_, Err(error)) => Err(error.to_string()),
    };
    if let Err(error) = sent {
        tracing::error!(error, "the init error did not reach the Runtime API");
    }
}
