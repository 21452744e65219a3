use fingerpost::{Json, NoContent, route};

#[route(POST, "/events")]
async fn events(body: Json<Details>) -> NoContent {
    drop(body);
    NoContent
}

#[derive(serde::Deserialize)]
struct Details {}

fn main() {}
