use fingerpost::{NoContent, route};

#[route(GET, "/events?<limit=20>")]
async fn events(limit: Option<u32>) -> NoContent {
    let _ = limit;
    NoContent
}

fn main() {}
