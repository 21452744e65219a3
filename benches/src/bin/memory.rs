//! Fingerpost on a map in memory, everything on: CORS, logs, panic safety, error mapping.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::Arc;

use fingerpost::{Api, Cors, Error, FromRequest, Json, OrError, Request, Resources, Result, route};
use fingerpost_benches::{Event, memory};

pub(crate) fn main() -> ExitCode {
    Api::new("benches").cors(Cors::any_origin()).run()
}

type Events = HashMap<String, Event>;

/// The map, opened once.
struct Memory(Arc<Events>);

impl FromRequest for Memory {
    async fn open(resources: &mut Resources) -> Result<()> {
        resources.insert(Arc::new(memory()));
        Ok(())
    }

    async fn from_request(request: &Request<'_>) -> Result<Self> {
        let events = request.resource::<Arc<Events>>();
        Ok(Self(events.cloned().ok_or_else(|| Error::internal("no map"))?))
    }
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(id: String, events: Memory) -> Result<Json<Event>> {
    let event = events.0.get(&id).or_not_found("Event not found")?;
    Ok(Json(event.clone()))
}
