//! As most people write it, and as its examples have it: an axum router on `lambda_http`, default
//! features, the default log subscriber, under plain `#[tokio::main]`.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use lambda_http::{Error, run, tracing};

#[derive(Clone, serde::Serialize)]
struct Event {
    id: String,
    name: String,
    date: String,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    tracing::init_default_subscriber();
    let id = "550e8400-e29b-41d4-a716-446655440000".to_owned();
    let event = Event { id: id.clone(), name: "CDK Workshop".to_owned(), date: "2026-06-15".to_owned() };
    let events = Arc::new(HashMap::from([(id, event)]));
    run(Router::new().route("/events/{id}", get(get_event)).with_state(events)).await
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
