use fingerpost::{NoContent, route};

#[route(GET, "/events", memory(512))]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
