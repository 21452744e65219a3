use fingerpost::{NoContent, route};

#[route(GET, "/events", 512)]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
