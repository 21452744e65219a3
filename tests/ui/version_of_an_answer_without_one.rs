use fingerpost::{GetItem, Item, Json, OrError, Result, Table, Tagged, route};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, JsonSchema, Item)]
#[item(table = "Lists")]
struct List {
    #[item(partition_key)]
    id: String,
    title: String,
}

#[route(GET, "/lists/<id>")]
async fn list(id: String, lists: Table<List, GetItem>) -> Result<Tagged<Json<List>>> {
    Ok(Tagged::of(Json(lists.get(&id).await?.or_not_found("No such list")?)))
}

fn main() {}
