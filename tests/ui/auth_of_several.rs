use fingerpost::{NoContent, route};

#[route(POST, "/events", auth = (users, staff))]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
