use fingerpost::ApiError;

#[derive(Debug, ApiError)]
enum OrderError {
    #[error(409, "Out of stock")]
    OutOfStock,
}

impl std::fmt::Display for OrderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("out of stock")
    }
}

impl std::error::Error for OrderError {}

fn main() {
    let _ = OrderError::OutOfStock;
}
