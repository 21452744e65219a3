use fingerpost::{NoContent, route};

#[route(POST, "/events", auth = open, auth = users)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
