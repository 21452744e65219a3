use fingerpost::{NoContent, route};

#[route(GET, "/events", cookies())]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
