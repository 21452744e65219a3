use fingerpost::{NoContent, route};

#[route(POST, "/events", scopes = "events:write")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
