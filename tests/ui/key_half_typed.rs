use fingerpost::{NoContent, route};

#[route(GET, "/events", mem)]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
