use fingerpost::{Json, NoContent, Patch, route};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
struct Change {
    venue: Patch<Venue>,
}

#[derive(Deserialize)]
struct Venue {}

#[route(PATCH, "/events/<id>")]
async fn change(id: String, Json(change): Json<Change>) -> NoContent {
    drop((id, change));
    NoContent
}

fn main() {}
