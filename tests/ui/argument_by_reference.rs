use fingerpost::{NoContent, route};

#[route(GET, "/events/<id>")]
async fn events(id: &str) -> NoContent {
    let _ = id;
    NoContent
}

fn main() {}
