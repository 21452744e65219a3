use fingerpost::{NoContent, route};

#[route(GET, "/events/<id>?<id>")]
async fn events(id: String) -> NoContent {
    drop(id);
    NoContent
}

fn main() {}
