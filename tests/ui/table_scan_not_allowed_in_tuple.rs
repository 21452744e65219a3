use fingerpost::{DeleteItem, GetItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    id: String,
}

#[route(GET, "/events")]
async fn count(events: Table<Event, (GetItem, DeleteItem)>) -> Result<NoContent> {
    events.scan().all().await?;
    Ok(NoContent)
}

fn main() {}
