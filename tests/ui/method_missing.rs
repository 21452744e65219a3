use fingerpost::{NoContent, route};

#[route("/events")]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
