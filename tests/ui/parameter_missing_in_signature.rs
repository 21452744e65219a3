use fingerpost::{NoContent, route};

#[route(GET, "/events/<id>")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
