use fingerpost::{NoContent, route};

#[route(GET, "/events?limit")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
