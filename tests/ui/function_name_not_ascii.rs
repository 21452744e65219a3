use fingerpost::{NoContent, route};

#[route(GET, "/events")]
async fn ereignisse_für_alle() -> NoContent {
    NoContent
}

fn main() {}
