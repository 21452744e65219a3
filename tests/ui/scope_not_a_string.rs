use fingerpost::{NoContent, route};

#[route(POST, "/events", scopes("events:read", write))]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
