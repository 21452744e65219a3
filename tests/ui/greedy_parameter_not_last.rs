use fingerpost::{NoContent, route};

#[route(GET, "/files/<id..>/meta")]
async fn events(id: String) -> NoContent {
    drop(id);
    NoContent
}

fn main() {}
