use fingerpost::{NoContent, route};

#[route(GET, "/events", throttle = ()]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
