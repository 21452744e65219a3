//! The same with a secret, which is fetched when the function starts.

use std::process::ExitCode;

use fingerpost::{Error, GetItem, Json, OrError, Result, Secret, Settings, Table, route};
use fingerpost_parts::{Event, api};

fn main() -> ExitCode {
    api().run()
}

/// What the function is deployed with.
#[derive(Settings)]
struct Shop {
    #[secret]
    shop_key: Secret,
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(id: String, events: Table<Event, GetItem>, shop: Shop) -> Result<Json<Event>> {
    let event = events.get(&id).await?.or_not_found("Event not found")?;
    if shop.shop_key.expose() != "secret" {
        return Err(Error::internal("The key is not what was fetched"));
    }
    Ok(Json(event))
}
