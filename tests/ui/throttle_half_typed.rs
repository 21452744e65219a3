use fingerpost::{NoContent, route};

#[route(GET, "/events", throttle = (10,))]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
