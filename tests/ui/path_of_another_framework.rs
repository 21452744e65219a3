use fingerpost::{NoContent, route};

#[route(GET, "/events/<id>")]
async fn events(Path(id): Path<u32>) -> NoContent {
    let _ = id;
    NoContent
}

struct Path<T>(T);

fn main() {}
