use fingerpost::{Claim, GetItem, Item, NoContent, Owned, Result, Table, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Item)]
#[item(table = "Profiles")]
struct Profile {
    #[item(partition_key)]
    tenant: String,
}

struct Tenant;

impl Claim<u64> for Tenant {
    const NAME: &'static str = "tenant";
}

#[route(GET, "/profile")]
async fn profile(profiles: Owned<Table<Profile, GetItem>, Tenant>) -> Result<NoContent> {
    profiles.get(()).await?;
    Ok(NoContent)
}

fn main() {}
