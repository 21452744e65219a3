use fingerpost::{NoContent, route};

#[route(GET, "/events")]
fn events() -> NoContent {
    NoContent
}

fn main() {}
