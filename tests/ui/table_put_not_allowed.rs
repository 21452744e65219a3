use fingerpost::{GetItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    id: String,
}

#[route(PUT, "/events/<id>")]
async fn put_event(id: String, events: Table<Event, GetItem>) -> Result<NoContent> {
    events.put(&Event { id }).await?;
    Ok(NoContent)
}

fn main() {}
