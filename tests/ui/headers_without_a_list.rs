use fingerpost::{NoContent, route};

#[route(GET, "/events", headers = "x-tenant-id")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
