use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(transparent)]
    Other(String),
}

fn main() {}
