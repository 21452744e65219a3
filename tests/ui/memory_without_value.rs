use fingerpost::{NoContent, route};

#[route(GET, "/events", memory = )]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
