//! The same with a bucket, of which an object is read.

use std::process::ExitCode;

use fingerpost::{Bucket, GetItem, GetObject, Json, Objects, OrError, Result, Table, route};
use fingerpost_parts::{Event, api};

fn main() -> ExitCode {
    api().run()
}

/// The pictures of events.
struct Pictures;

impl Objects for Pictures {
    const BUCKET: &'static str = "Pictures";
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(
    id: String,
    events: Table<Event, GetItem>,
    pictures: Bucket<Pictures, GetObject>,
) -> Result<Json<Event>> {
    let event = events.get(&id).await?.or_not_found("Event not found")?;
    pictures.get(["pictures", &id]).await?.or_not_found("Picture not found")?;
    Ok(Json(event))
}
