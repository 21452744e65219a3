use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(299, "Out of stock")]
    OutOfStock,
    #[error(409, "The order is {state} already")]
    TooLate { details: String },
    TooSoon,
}

fn main() {}
