//! Fingerpost with the real SDK, on a connector without a network, everything on.

use std::process::ExitCode;

use aws_sdk_dynamodb::config::IdentityCache;
use fingerpost::{
    Api, Cors, FromRequest, GetItem, Item, Json, OrError, Request, Resources, Result, Table, dynamodb_config,
    route,
};
use fingerpost_benches::in_process_client;
use serde::{Deserialize, Serialize};

fn main() -> ExitCode {
    Api::new("benches").cors(Cors::any_origin()).run()
}

/// Puts the client in place that `Table` then finds opened.
struct InProcess;

impl FromRequest for InProcess {
    async fn open(resources: &mut Resources) -> Result<()> {
        let config = dynamodb_config().identity_cache(IdentityCache::no_cache());
        resources.insert(in_process_client(config));
        Ok(())
    }

    async fn from_request(_: &Request<'_>) -> Result<Self> {
        Ok(Self)
    }
}

/// An event on the calendar.
#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    id: String,
    name: String,
    date: String,
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(id: String, _: InProcess, events: Table<Event, GetItem>) -> Result<Json<Event>> {
    Ok(Json(events.get(&id).await?.or_not_found("Event not found")?))
}
