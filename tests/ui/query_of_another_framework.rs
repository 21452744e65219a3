use fingerpost::{NoContent, Query, route};

#[route(GET, "/events")]
async fn events(Query(filter): Query<Filter>) -> NoContent {
    let _ = filter;
    NoContent
}

struct Filter;

fn main() {}
