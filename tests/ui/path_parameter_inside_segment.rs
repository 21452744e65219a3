use fingerpost::{NoContent, route};

#[route(GET, "/events/event-<id>")]
async fn events(id: String) -> NoContent {
    drop(id);
    NoContent
}

fn main() {}
