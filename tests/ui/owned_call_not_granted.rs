use fingerpost::{GetItem, Item, NoContent, Owned, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Profiles")]
struct Profile {
    #[item(partition_key)]
    sub: String,
}

#[route(DELETE, "/profile")]
async fn forget(profiles: Owned<Table<Profile, GetItem>>) -> Result<NoContent> {
    profiles.delete(()).await?;
    Ok(NoContent)
}

fn main() {}
