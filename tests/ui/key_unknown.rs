use fingerpost::{NoContent, route};

#[route(GET, "/events", memroy = 256)]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
