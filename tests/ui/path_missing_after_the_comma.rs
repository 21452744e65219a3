use fingerpost::{NoContent, route};

#[route(GET,)]
async fn events() -> NoContent {
    NoContent
}

fn main() {
    drop(events());
}
