use fingerpost::{NoContent, route};

#[route(GET, "/events/<event-id>")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
