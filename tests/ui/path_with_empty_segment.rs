use fingerpost::{NoContent, route};

#[route(GET, "/events//all")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
