use fingerpost::{NoContent, route};

#[route(FETCH, "/events")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
