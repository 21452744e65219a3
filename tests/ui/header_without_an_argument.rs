use fingerpost::{NoContent, route};

#[route(GET, "/events", headers("x-tenant"))]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
