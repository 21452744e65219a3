use fingerpost::{NoContent, route};

#[route(POST, "/events", scopes("events:write"), auth = open)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
