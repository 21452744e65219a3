use fingerpost::ApiError;

struct Status;

#[derive(ApiError)]
enum OrderError {
    #[error(409, "The order is gone already")]
    TooLate { status: Status },
}

fn main() {}
