use fingerpost::{NoContent, TypedHeader, route};

#[route(GET, "/events")]
async fn events(agent: TypedHeader<String>) -> NoContent {
    drop(agent);
    NoContent
}

fn main() {}
