use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(transparent)]
    Other,
}

fn main() {}
