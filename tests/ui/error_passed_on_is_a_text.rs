use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(transparent)]
    Other(fingerpost::Error),
}

fn quantity(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| "not a number".to_owned())
}

fn order(text: &str) -> Result<u32, OrderError> {
    Ok(quantity(text)?)
}

fn main() {
    let _ = order("1");
}
