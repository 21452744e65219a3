use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(409, "Out of {skus}")]
    OutOfStock { skus: Vec<String> },
}

fn main() {}
