use fingerpost::{NoContent, route};

#[route(POST, "/events", scopes("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"))]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
