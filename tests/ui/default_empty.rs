use fingerpost::{NoContent, route};

#[route(GET, "/events?<limit=>")]
async fn events(limit: u32) -> NoContent {
    let _ = limit;
    NoContent
}

fn main() {}
