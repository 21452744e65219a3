use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(409, "The order is {state} already")]
    TooLate { status: String },
}

fn main() {}
