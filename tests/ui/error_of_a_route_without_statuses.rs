use fingerpost::{Json, route};

enum OrderError {
    OutOfStock,
}

#[route(GET, "/orders/<id>")]
async fn read(id: u32) -> Result<Json<u32>, OrderError> {
    if id == 0 { Err(OrderError::OutOfStock) } else { Ok(Json(id)) }
}

fn main() {}
