use fingerpost::{NoContent, Scan, Table, route};

struct Event;

#[route(GET, "/events")]
async fn events(events: Table<Event, Scan>) -> NoContent {
    drop(events);
    NoContent
}

fn main() {}
