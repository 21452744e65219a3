use fingerpost::{NoContent, route};

#[route(POST, "/events", auth = crate::auth::users)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
