use fingerpost::{Claims, NoContent, route};

struct Caller {}

#[route(GET, "/events")]
async fn events(caller: Claims<Caller>) -> NoContent {
    let Claims(Caller {}) = caller;
    NoContent
}

fn main() {}
