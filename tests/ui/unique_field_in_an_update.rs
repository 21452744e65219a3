use fingerpost::{Item, NoContent, Result, Table, UpdateItem, route};
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
async fn change(id: String, users: Table<User, UpdateItem>) -> Result<NoContent> {
    users.update(&id).set(User::EMAIL, "a@example.com").await?.done();
    Ok(NoContent)
}

fn main() {}
