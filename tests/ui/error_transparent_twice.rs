use fingerpost::{ApiError, Error};

#[derive(ApiError)]
enum OrderError {
    #[error(transparent)]
    Other(fingerpost::Error),
    #[error(transparent)]
    Another(Error),
}

fn main() {}
