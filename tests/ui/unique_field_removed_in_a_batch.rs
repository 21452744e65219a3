use fingerpost::{BatchWriteItem, Item, NoContent, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Users")]
struct User {
    #[item(partition_key)]
    id: String,
    #[item(unique)]
    email: String,
}

#[route(DELETE, "/users/<id>")]
async fn remove(id: String, users: Table<User, BatchWriteItem>) -> Result<NoContent> {
    users.delete_many([id]).await?;
    Ok(NoContent)
}

fn main() {}
