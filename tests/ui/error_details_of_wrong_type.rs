use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(422, "The order is not complete")]
    Incomplete {
        #[error(details)]
        lacks: String,
    },
}

fn main() {}
