use fingerpost::{NoContent, route};

#[route(GET, "/events", name = "all events")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
