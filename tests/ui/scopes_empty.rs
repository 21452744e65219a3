use fingerpost::{NoContent, route};

#[route(POST, "/events", scopes())]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
