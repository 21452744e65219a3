use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error("Out of stock")]
    OutOfStock,
}

fn main() {}
