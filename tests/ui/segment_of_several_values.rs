use fingerpost::{NoContent, route};

#[route(GET, "/events/<day>")]
async fn events(day: Vec<u8>) -> NoContent {
    let _ = day;
    NoContent
}

fn main() {}
