use fingerpost::{Error, FromRequest, NoContent, Request, Result, route};

#[route(GET, "/events")]
async fn events(key: Option<ApiKey>) -> NoContent {
    let _ = key;
    NoContent
}

struct ApiKey;

impl FromRequest for ApiKey {
    async fn from_request(request: &Request<'_>) -> Result<Self> {
        request.header("x-api-key").map(|_| Self).ok_or_else(|| Error::unauthorized("No API key"))
    }
}

fn main() {}
