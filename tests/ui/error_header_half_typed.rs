use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(429, "Wait", header("retry-after"))]
    TooSoon,
}

fn main() {}
