use fingerpost::{IfMatch, NoContent, route};

#[route(PUT, "/events/<id>")]
async fn replace(id: String, seen: IfMatch<Version>) -> NoContent {
    drop((id, seen));
    NoContent
}

struct Version(u32);

fn main() {}
