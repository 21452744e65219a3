use fingerpost::{NoContent, route};

#[route(get, "/events")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
