use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(409, "Out of stock")]
    OutOfStock {
        #[error(hidden)]
        sku: String,
    },
}

fn main() {}
