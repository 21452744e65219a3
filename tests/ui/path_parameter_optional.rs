use fingerpost::{NoContent, route};

#[route(GET, "/events/<id>")]
async fn events(id: Option<String>) -> NoContent {
    drop(id);
    NoContent
}

fn main() {}
