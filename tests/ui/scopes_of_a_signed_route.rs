use fingerpost::{NoContent, route};

#[route(POST, "/events", auth = iam, scopes("events:write"))]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
