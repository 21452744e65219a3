use fingerpost::{Json, route};
use serde::Serialize;

#[route(GET, "/events")]
async fn events() -> Json<Vec<Event>> {
    Json(Vec::new())
}

#[derive(Serialize)]
struct Event {
    name: String,
}

fn main() {}
