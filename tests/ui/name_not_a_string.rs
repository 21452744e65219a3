use fingerpost::{NoContent, route};

#[route(GET, "/events", name = events)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
