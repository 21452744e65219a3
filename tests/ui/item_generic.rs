use fingerpost::{GetItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event<T> {
    #[item(partition_key)]
    id: T,
}

#[route(GET, "/events/<id>")]
async fn read(id: String, events: Table<Event<String>, GetItem>) -> Result<NoContent> {
    events.get(&id).await?;
    Ok(NoContent)
}

fn main() {}
