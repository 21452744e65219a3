use fingerpost::route;

#[route(GET, "/events")]
async fn events() -> Event {
    Event
}

struct Event;

fn main() {}
