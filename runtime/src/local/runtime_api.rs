//! Lambda's Runtime API (2018-06-01), one listener for each function process.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use super::facts;
use super::process::Process;

type Shared = State<Arc<Process>>;

/// Serves one process until its end.
pub(super) async fn serve(listener: TcpListener, process: Arc<Process>) {
    let router = Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
        .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        .with_state(process);
    let listener = listener.tap_io(|stream| {
        // Without it, an answer waits for the acknowledgement of the one before; with an
        // error, it only does that.
        let _ = stream.set_nodelay(true);
    });
    // `axum::serve` returns only when it is shut down, and nobody does that.
    let _ = axum::serve(listener, router).await;
}

async fn next(State(process): Shared) -> Response<Body> {
    let (id, event, deadline_ms) = process.next().await;
    let response = Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", id)
        .header("lambda-runtime-deadline-ms", deadline_ms.to_string())
        .header(
            "lambda-runtime-invoked-function-arn",
            format!("arn:aws:lambda:{}:{}:function:local", facts::REGION, facts::ACCOUNT),
        )
        .body(Body::from(event));
    response.unwrap_or_else(|_| status(StatusCode::INTERNAL_SERVER_ERROR))
}

async fn response(State(process): Shared, Path(id): Path<String>, body: Body) -> Response<Body> {
    match to_bytes(body, facts::PAYLOAD_LIMIT).await {
        Ok(payload) => accepted(process.complete(&id, Ok(payload))),
        Err(_) => {
            let limit = facts::PAYLOAD_LIMIT;
            process.complete(&id, Err(format!("the answer is over Lambda's limit of {limit} bytes")));
            status(StatusCode::PAYLOAD_TOO_LARGE)
        }
    }
}

async fn error(State(process): Shared, Path(id): Path<String>, body: Body) -> Response<Body> {
    let message = text(body).await;
    accepted(process.complete(&id, Err(message)))
}

async fn init_error(State(process): Shared, body: Body) -> Response<Body> {
    process.init_error(text(body).await);
    status(StatusCode::ACCEPTED)
}

/// The `errorMessage` of an error report, or all of it.
async fn text(body: Body) -> String {
    let bytes = to_bytes(body, facts::PAYLOAD_LIMIT).await.unwrap_or_default();
    let report: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
    let message = report.as_ref().and_then(|report| report["errorMessage"].as_str()).map(str::to_owned);
    message.unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned())
}

fn accepted(known: bool) -> Response<Body> {
    status(if known { StatusCode::ACCEPTED } else { StatusCode::BAD_REQUEST })
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::from("{\"status\":\"OK\"}"));
    *response.status_mut() = status;
    response
}
