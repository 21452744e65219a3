use fingerpost::{NoContent, route};

#[route(GET, "/events", memory = 512MB)]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
