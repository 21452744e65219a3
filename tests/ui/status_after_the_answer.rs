use fingerpost::{Json, StatusCode, route};

#[route(GET, "/numbers")]
async fn numbers() -> (Json<u8>, StatusCode) {
    (Json(1), StatusCode::ACCEPTED)
}

fn main() {}
