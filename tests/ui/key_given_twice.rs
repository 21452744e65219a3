use fingerpost::{NoContent, route};

#[route(GET, "/events", memory = 256, memory = 512)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
