//! As most people write it: an axum router on `lambda_http`, under plain `#[tokio::main]`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use fingerpost_benches::{Event, memory};
use lambda_http::{Error, run};

#[tokio::main]
async fn main() -> Result<(), Error> {
    run(Router::new().route("/events/{id}", get(get_event)).with_state(Arc::new(memory()))).await
}

async fn get_event(State(events): State<Arc<HashMap<String, Event>>>, Path(id): Path<String>) -> Response {
    let cors = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    match events.get(&id) {
        Some(event) => (cors, Json(event)).into_response(),
        None => {
            let body = serde_json::json!({ "error": "Event not found" });
            (StatusCode::NOT_FOUND, cors, Json(body)).into_response()
        }
    }
}
