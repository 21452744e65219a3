use fingerpost::{Json, NoContent, Valid, route};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
struct Event {
    name: String,
}

#[route(POST, "/events")]
async fn create_event(Valid(Json(event)): Valid<Json<Event>>) -> NoContent {
    let _ = event.name;
    NoContent
}

fn main() {}
