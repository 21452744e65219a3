use fingerpost::{Result, authorizer};

#[authorizer(headers(key = "x-api-key"))]
async fn open(key: String) -> Result<std::collections::BTreeMap<String, String>> {
    Ok([("key".to_owned(), key)].into())
}

fn main() {}
