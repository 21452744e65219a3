use fingerpost::{NoContent, route};

#[route(GET, "/events")]
async fn events(filter: Filter) -> NoContent {
    drop(filter);
    NoContent
}

struct Filter;

fn main() {}
