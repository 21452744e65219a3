use fingerpost::{GetItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Seats")]
struct Seat {
    #[item(partition_key)]
    event: String,
    #[item(sort_key)]
    number: u32,
}

#[route(GET, "/seats/<event>")]
async fn read(event: String, seats: Table<Seat, GetItem>) -> Result<NoContent> {
    seats.get(&event).await?;
    Ok(NoContent)
}

fn main() {}
