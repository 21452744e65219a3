use fingerpost::{NoContent, route};

#[route(POST, "/events", scope = "events:write")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
