use fingerpost::{NoContent, route};

#[route(GET, "/events?<limit=20>")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
