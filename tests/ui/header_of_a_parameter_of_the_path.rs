use fingerpost::{NoContent, route};

#[route(GET, "/events/<id>", headers(id))]
async fn events(id: String) -> NoContent {
    let _ = id;
    NoContent
}

fn main() {}
