use fingerpost::{Item, NoContent, Query, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Lists", index(ByTitle, partition = title, project = Label))]
struct List {
    #[item(partition_key)]
    id: String,
    title: String,
    owner: String,
}

#[derive(Serialize, Deserialize)]
struct Label {
    id: String,
    title: String,
}

#[route(GET, "/lists/<title>")]
async fn read(title: String, lists: Table<List, Query<ByTitle>>) -> Result<NoContent> {
    for label in lists.query_index(ByTitle::of(&title)).all().await? {
        println!("{}", label.owner);
    }
    Ok(NoContent)
}

fn main() {}
