use fingerpost::{Item, NoContent, Result, Transaction, UpdateItem, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Orders")]
struct Order {
    #[item(partition_key)]
    id: String,
}

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Seats")]
struct Seat {
    #[item(partition_key)]
    event: String,
    #[item(sort_key)]
    number: u32,
    guest: Option<String>,
}

#[route(PUT, "/seats/<event>")]
async fn take(event: String, store: Transaction<((Order, UpdateItem),)>) -> Result<NoContent> {
    let mut writes = store.begin();
    writes.update(Seat::at((&event, 7))).set(Seat::GUEST, "Ada");
    writes.commit_with(NoContent).await
}

fn main() {}
