use fingerpost::{NoContent, route};

#[route(GET, "/events/<day>")]
async fn events(day: Day) -> NoContent {
    drop(day);
    NoContent
}

struct Day;

fn main() {}
