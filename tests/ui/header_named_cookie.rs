use fingerpost::{NoContent, route};

#[route(GET, "/events", headers(all = "Cookie"))]
async fn events(all: String) -> NoContent {
    let _ = all;
    NoContent
}

fn main() {}
