use fingerpost::{NoContent, route};

#[route(GET, "/events", timeout = 30)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
