use fingerpost::{NoContent, route};

#[route(GET, "/events", memory = 64)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
