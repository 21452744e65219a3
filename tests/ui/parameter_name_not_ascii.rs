use fingerpost::{NoContent, route};

#[route(GET, "/sizes/<größe>")]
async fn sizes(größe: String) -> NoContent {
    NoContent
}

fn main() {}
