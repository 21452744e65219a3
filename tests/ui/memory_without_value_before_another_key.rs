use fingerpost::{NoContent, route};

#[route(GET, "/events", memory = , timeout = 3)]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
