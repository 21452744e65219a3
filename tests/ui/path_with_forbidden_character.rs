use fingerpost::{NoContent, route};

#[route(GET, "/events/all events")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
