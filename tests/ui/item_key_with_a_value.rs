use fingerpost::{GetItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key = "id")]
    id: String,
}

#[route(GET, "/events/<id>")]
async fn read(id: String, events: Table<Event, GetItem>) -> Result<NoContent> {
    events.get(&id).await?;
    Ok(NoContent)
}

fn main() {}
