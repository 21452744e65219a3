//! Orders: customers place them, staff ships them.
//!
//! It is the second API of this repository, written as its users would write theirs: with what `fingerpost`
//! documents, and with nothing else. Each kind of argument and of answer has a route here.

mod account;
mod attachments;
mod caller;
mod carriers;
mod catalogue;
mod changing;
mod order;
mod payment;
mod placing;
mod reading;
mod receipts;
mod stock;
mod support;

pub use self::stock::Stock;

use std::time::Instant;

use fingerpost::{Api, Cors, Next, Request, Response, Result};

/// The API: its name, what its functions keep, and what runs around every route.
pub fn api() -> Api {
    let cors =
        Cors::any_origin().allow_headers(["content-type", "if-match", "authorization", "idempotency-key"]);
    Api::new("orders")
        .cors(cors.expose_headers(["etag", "location"]))
        .jwt("https://issuer.example.com/", ["orders"])
        .default_authorizer("jwt")
        .state(catalogue::prices)
        .layer(timed)
}

/// Tells each client how long its request took.
async fn timed(_: &Request<'_>, next: Next<'_>) -> Result<Response> {
    let started = Instant::now();
    let response = next.run().await;
    let took = started.elapsed().as_secs_f64() * 1000.0;
    Ok(response.header("server-timing", format!("handler;dur={took:.1}")))
}
