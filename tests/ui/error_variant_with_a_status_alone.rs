use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(409)]
    OutOfStock,
}

fn main() {}
