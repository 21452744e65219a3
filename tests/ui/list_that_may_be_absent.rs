use fingerpost::{NoContent, route};

#[route(GET, "/events?<tags>")]
async fn events(tags: Option<Vec<String>>) -> NoContent {
    let _ = tags;
    NoContent
}

fn main() {}
