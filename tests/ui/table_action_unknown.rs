use fingerpost::{GetItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    id: String,
}

struct ReadItem;

#[route(GET, "/events")]
async fn read(events: Table<Event, (GetItem, ReadItem)>) -> Result<NoContent> {
    drop(events);
    Ok(NoContent)
}

fn main() {}
