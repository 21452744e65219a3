use fingerpost::{NoContent, route};

#[route(GET, "/events", cookies(session))]
async fn events(session: Vec<String>) -> NoContent {
    let _ = session;
    NoContent
}

fn main() {}
