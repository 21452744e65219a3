//! The same, for callers that a JSON Web Token names.

use std::process::ExitCode;

use fingerpost::{Api, Claims, Cors, Error, Json, OrError, Result, route};
use fingerpost_benches::Event;
use fingerpost_benches::map::Memory;
use serde::Deserialize;

fn main() -> ExitCode {
    Api::new("benches").cors(Cors::any_origin()).jwt("https://issuer.example.com", ["events"]).run()
}

/// What a token says of who calls.
#[derive(Deserialize)]
struct Caller {
    sub: String,
    scope: String,
}

/// Returns one event.
#[route(GET, "/events/<id>", scopes("events/read"))]
async fn get_event(id: String, caller: Claims<Caller>, events: Memory) -> Result<Json<Event>> {
    if caller.sub.is_empty() || caller.scope.is_empty() {
        return Err(Error::forbidden("Nobody asks"));
    }
    let event = events.0.get(&id).or_not_found("Event not found")?;
    Ok(Json(event.clone()))
}
