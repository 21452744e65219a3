use fingerpost::{NoContent, route};

#[route(GET, "/events",
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
