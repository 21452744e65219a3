use fingerpost::{NoContent, route};

#[route(POST, "/events", auth)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
