use fingerpost::{ApiError, Json, route};

#[derive(ApiError)]
enum OrderError {
    #[error(409, "Out of stock")]
    OutOfStock,
    TooLate,
}

#[route(GET, "/orders/<id>")]
async fn read(id: u32) -> Result<Json<u32>, OrderError> {
    match id {
        0 => Err(OrderError::OutOfStock),
        1 => Err(OrderError::TooLate),
        _ => Ok(Json(id)),
    }
}

fn main() {}
