//! One route over a table, with which the others are compared.

use std::process::ExitCode;

use fingerpost::{GetItem, Json, OrError, Result, Table, route};
use fingerpost_parts::{Event, api};

fn main() -> ExitCode {
    api().run()
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(id: String, events: Table<Event, GetItem>) -> Result<Json<Event>> {
    let event = events.get(&id).await?.or_not_found("Event not found")?;
    Ok(Json(event))
}
