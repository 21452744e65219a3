//! The same with a queue, to which each event is sent.

use std::process::ExitCode;

use fingerpost::{GetItem, Json, Message, OrError, Queue, Result, SendMessage, Table, route};
use fingerpost_parts::{Event, api};
use serde::Serialize;

fn main() -> ExitCode {
    api().run()
}

/// That somebody has asked.
#[derive(Serialize)]
struct Asked {
    id: String,
}

impl Message for Asked {
    const QUEUE: &'static str = "Asked";
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(
    id: String,
    events: Table<Event, GetItem>,
    asked: Queue<Asked, SendMessage>,
) -> Result<Json<Event>> {
    let event = events.get(&id).await?.or_not_found("Event not found")?;
    asked.send(&Asked { id }).await?;
    Ok(Json(event))
}
