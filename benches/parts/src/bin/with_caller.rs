//! The same for callers whom a JSON Web Token names, with one plain setting.

use std::process::ExitCode;

use fingerpost::{Claims, Error, GetItem, Json, OrError, Result, Settings, Table, route};
use fingerpost_parts::{Event, api};
use serde::Deserialize;

fn main() -> ExitCode {
    api().jwt("https://issuer.example.com", ["events"]).run()
}

/// What a token says of who calls.
#[derive(Deserialize)]
struct Caller {
    sub: String,
}

/// What the function is deployed with.
#[derive(Settings)]
struct Shop {
    shop_name: String,
}

/// Returns one event.
#[route(GET, "/events/<id>", scopes("events/read"))]
async fn get_event(
    id: String,
    events: Table<Event, GetItem>,
    caller: Claims<Caller>,
    shop: Shop,
) -> Result<Json<Event>> {
    let event = events.get(&id).await?.or_not_found("Event not found")?;
    if caller.sub.is_empty() || shop.shop_name.is_empty() {
        return Err(Error::forbidden("Nobody asks"));
    }
    Ok(Json(event))
}
