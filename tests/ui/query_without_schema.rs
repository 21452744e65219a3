use fingerpost::{QueryParams, NoContent, route};

#[route(GET, "/events")]
async fn events(query: QueryParams<Details>) -> NoContent {
    drop(query);
    NoContent
}

#[derive(serde::Deserialize)]
struct Details {}

fn main() {}
