use fingerpost::{Claims, route};
use serde::Deserialize;

#[derive(Deserialize)]
struct Caller {
    sub: String,
}

#[route(GET, "/greeting", auth = open)]
async fn greeting(caller: Option<Claims<Caller>>) -> String {
    caller.map_or("stranger".to_owned(), |caller| caller.0.sub)
}

fn main() {}
