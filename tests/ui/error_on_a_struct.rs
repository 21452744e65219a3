use fingerpost::{ApiError, Json, route};

#[derive(ApiError)]
struct OrderError {
    sku: String,
}

#[route(GET, "/orders/<id>")]
async fn read(id: u32) -> Result<Json<u32>, OrderError> {
    if id == 0 { Err(OrderError { sku: "tea".to_owned() }) } else { Ok(Json(id)) }
}

fn main() {}
