use fingerpost::{NoContent, route};

#[route()]
async fn events() -> NoContent {
    NoContent
}

fn main() {}
