//! Fingerpost with the real SDK, on a connector without a network, everything on.

use std::process::ExitCode;

use aws_sdk_dynamodb::config::{Builder, IdentityCache};
use fingerpost::{Api, Cors, GetItem, Item, Json, OrError, Result, Table, route};
use fingerpost_benches::in_process_client;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn main() -> ExitCode {
    let client = |config: Builder| in_process_client(config.identity_cache(IdentityCache::no_cache()));
    Api::new("benches").cors(Cors::any_origin()).dynamodb_client(client).run()
}

/// An event on the calendar.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    id: String,
    name: String,
    date: String,
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(id: String, events: Table<Event, GetItem>) -> Result<Json<Event>> {
    Ok(Json(events.get(&id).await?.or_not_found("Event not found")?))
}
