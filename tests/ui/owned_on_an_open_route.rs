use fingerpost::{GetItem, Item, NoContent, Owned, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Profiles")]
struct Profile {
    #[item(partition_key)]
    sub: String,
}

#[route(GET, "/profile", auth = open)]
async fn profile(profiles: Owned<Table<Profile, GetItem>>) -> Result<NoContent> {
    profiles.get(()).await?;
    Ok(NoContent)
}

fn main() {}
