use fingerpost::authorizer;

#[authorizer(headers(key = "x-api-key"))]
async fn api_key(key: String) -> String {
    key
}

fn main() {}
