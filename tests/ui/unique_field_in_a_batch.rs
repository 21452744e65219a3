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

#[route(PUT, "/users/<id>")]
async fn make(id: String, users: Table<User, BatchWriteItem>) -> Result<NoContent> {
    users.put_many(&[User { email: format!("{id}@example.com"), id }]).await?;
    Ok(NoContent)
}

fn main() {}
