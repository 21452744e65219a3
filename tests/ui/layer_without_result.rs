use fingerpost::{Api, Next, Request, Response};

async fn guard(_: &Request<'_>, next: Next<'_>) -> Response {
    next.run().await
}

fn main() {
    let _ = Api::new("events").layer(guard);
}
