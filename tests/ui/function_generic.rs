use fingerpost::{NoContent, route};

#[route(GET, "/events")]
async fn events<T>() -> NoContent {
    NoContent
}

fn main() {}
