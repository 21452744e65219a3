//! Fingerpost on a map in memory, everything on: CORS, logs, panic safety, error mapping.

use std::process::ExitCode;

use fingerpost::{Api, Cors, Json, OrError, Result, route};
use fingerpost_benches::Event;
use fingerpost_benches::map::Memory;

pub(crate) fn main() -> ExitCode {
    Api::new("benches").cors(Cors::any_origin()).run()
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(id: String, events: Memory) -> Result<Json<Event>> {
    let event = events.0.get(&id).or_not_found("Event not found")?;
    Ok(Json(event.clone()))
}
