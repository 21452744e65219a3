use fingerpost::{NoContent, Scan, route};

#[route(GET, "/events")]
async fn events(events: Tabel<String, Scan>) -> NoContent {
    drop(events);
    NoContent
}

fn main() {}
