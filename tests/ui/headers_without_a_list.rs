use fingerpost::{NoContent, route};

#[route(GET, "/events", headers = "x-tenant-id", cookies(), memory(512))]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
