//! Events on a calendar: list, create, read, delete.

use fingerpost::{
    Created, Cursor, DeleteItem, Document, GetItem, Item, Json, Limit, NoContent, OrError, Page, PutItem,
    Result, Scan, Table, route,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An event on the calendar.
#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    id: String,
    #[serde(flatten)]
    details: Document<Details>,
}

/// What a client says of an event: it has a name; any other field is kept as sent.
#[derive(Deserialize, JsonSchema)]
struct Details {
    /// What the event is called.
    #[expect(dead_code, reason = "checked when an event comes in, and kept in the document")]
    name: String,
}

/// Returns every event, or one page of them.
#[route(GET, "/events?<limit>&<cursor>")]
async fn list_events(
    limit: Option<Limit>,
    cursor: Option<Cursor>,
    events: Table<Event, Scan>,
) -> Result<Page<Event>> {
    events.scan().limit(limit).cursor(cursor).page().await
}

/// Creates an event under an id of its own.
#[route(POST, "/events")]
async fn create_event(details: Document<Details>, events: Table<Event, PutItem>) -> Result<Created<Event>> {
    let event = Event { id: Uuid::new_v4().to_string(), details: details.without("id") };
    events.put(&event).await?;
    Ok(Created::at(format!("/events/{}", event.id), event))
}

/// Returns one event.
#[route(GET, "/events/<id>")]
async fn get_event(id: String, events: Table<Event, GetItem>) -> Result<Json<Event>> {
    let event = events.get(&id).await?.or_not_found("Event not found")?;
    Ok(Json(event))
}

/// Deletes one event.
#[route(DELETE, "/events/<id>")]
async fn delete_event(id: String, events: Table<Event, DeleteItem>) -> Result<NoContent> {
    events.delete(&id).await?.or_not_found("Event not found")?;
    Ok(NoContent)
}
