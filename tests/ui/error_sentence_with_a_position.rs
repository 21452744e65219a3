use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(409, "The order is {} already")]
    TooLate { status: String },
}

fn main() {}
