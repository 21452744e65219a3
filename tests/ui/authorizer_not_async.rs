use fingerpost::{Result, authorizer};

#[authorizer(headers(key = "x-api-key"))]
fn api_key(key: String) -> Result<std::collections::BTreeMap<String, String>> {
    Ok([("key".to_owned(), key)].into())
}

fn main() {}
