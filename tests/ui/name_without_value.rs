use fingerpost::{NoContent, route};

#[route(GET, "/events", name =)]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
