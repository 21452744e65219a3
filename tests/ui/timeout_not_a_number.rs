use fingerpost::{NoContent, route};

#[route(GET, "/events", timeout = "10 s")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
