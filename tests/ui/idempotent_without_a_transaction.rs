use fingerpost::{Idempotent, Json, NoContent, route};

#[route(POST, "/orders")]
async fn place_order(new: Idempotent<Json<String>>) -> NoContent {
    drop(new);
    NoContent
}

fn main() {}
