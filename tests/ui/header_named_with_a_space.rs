use fingerpost::{NoContent, route};

#[route(GET, "/events", headers(tenant = "x tenant"))]
async fn events(tenant: String) -> NoContent {
    let _ = tenant;
    NoContent
}

fn main() {}
