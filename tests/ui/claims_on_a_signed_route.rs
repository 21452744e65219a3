use fingerpost::{Claims, NoContent, route};
use serde::Deserialize;

#[derive(Deserialize)]
struct Caller {}

#[route(GET, "/events", auth = iam)]
async fn events(caller: Claims<Caller>) -> NoContent {
    let Claims(Caller {}) = caller;
    NoContent
}

fn main() {}
