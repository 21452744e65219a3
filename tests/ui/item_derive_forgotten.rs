use fingerpost::{GetItem, Json, OrError, Result, Table, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, JsonSchema)]
struct Event {
    id: String,
}

#[route(GET, "/events/<id>")]
async fn events(id: String, events: Table<Event, GetItem>) -> Result<Json<Event>> {
    Ok(Json(events.get(&id).await?.or_not_found("Event not found")?))
}

fn main() {}
