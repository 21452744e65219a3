use fingerpost::{NoContent, route};

#[route(GET, "/events?<cursor>")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
