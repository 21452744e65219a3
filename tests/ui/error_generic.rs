use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError<T> {
    #[error(409, "Out of stock")]
    OutOfStock { sku: T },
}

fn main() {}
