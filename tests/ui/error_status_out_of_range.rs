use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(200, "Out of stock")]
    OutOfStock,
}

fn main() {}
