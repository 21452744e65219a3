use fingerpost::{GetItem, Item, Result, Table};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Events")]
struct Event {
    #[item(partition_key)]
    id: String,
}

async fn load<A>(events: &Table<Event, A>) -> Result<Option<Event>> {
    events.get("e-7").await
}

fn main() {}
