use fingerpost::{GetItem, Item, NoContent, Owned, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Notes")]
struct Note {
    #[item(partition_key)]
    writer: String,
    #[item(sort_key)]
    number: u32,
}

#[route(GET, "/notes/<number>")]
async fn note(number: u32, notes: Owned<Table<Note, GetItem>>) -> Result<NoContent> {
    notes.get(("bob", number)).await?;
    Ok(NoContent)
}

fn main() {}
