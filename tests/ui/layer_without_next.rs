use fingerpost::{Api, Request, Response, Result};

async fn guard(_: &Request<'_>) -> Result<Response> {
    Ok(Response::new(204))
}

fn main() {
    let _ = Api::new("events").layer(guard);
}
