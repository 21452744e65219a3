use fingerpost::{GetItem, Item, NoContent, Owned, Result, Scan, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Profiles")]
struct Profile {
    #[item(partition_key)]
    sub: String,
}

#[route(GET, "/profile")]
async fn profile(profiles: Owned<Table<Profile, (GetItem, Scan)>>) -> Result<NoContent> {
    profiles.get(()).await?;
    Ok(NoContent)
}

fn main() {}
