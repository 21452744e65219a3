use fingerpost::ApiError;

#[derive(ApiError)]
enum OrderError {
    #[error(409, "Out of stock")]
    OutOfStock,
}

fn order(text: &str) -> Result<u32, OrderError> {
    if text.is_empty() {
        return Err(OrderError::OutOfStock);
    }
    Ok(text.parse::<u32>()?)
}

fn main() {
    let _ = order("1");
}
