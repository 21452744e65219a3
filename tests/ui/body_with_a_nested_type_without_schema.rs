use fingerpost::{Json, NoContent, route};
use schemars::JsonSchema;
use serde::Deserialize;

#[route(POST, "/events")]
async fn events(body: Json<Event>) -> NoContent {
    drop(body);
    NoContent
}

#[derive(Deserialize, JsonSchema)]
struct Event {
    place: Place,
}

#[derive(Deserialize)]
struct Place {}

fn main() {}
