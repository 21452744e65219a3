use fingerpost::{Json, NoContent, Valid, route};
use schemars::JsonSchema;
use serde::Deserialize;

/// Stands for another version of garde, and for other crates with rules.
mod another {
    pub trait Validate {}
}

#[derive(Deserialize, JsonSchema)]
struct Event {
    name: String,
}

impl another::Validate for Event {}

#[route(POST, "/events")]
async fn create_event(Valid(Json(event)): Valid<Json<Event>>) -> NoContent {
    let _ = event.name;
    NoContent
}

fn main() {}
