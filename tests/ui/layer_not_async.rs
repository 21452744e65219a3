use fingerpost::{Api, Next, Request, Response, Result};

fn guard(_: &Request<'_>, _: Next<'_>) -> Result<Response> {
    Ok(Response::new(204))
}

fn main() {
    let _ = Api::new("events").layer(guard);
}
