//! The layers, of which each does what a header of the request asks it to.

use std::time::Duration;

use fingerpost::{Deadline, Error, FromRequest, Next, Request, Response, Result};

/// Says what it sees of a request and its response, in headers.
pub(crate) async fn outer(request: &Request<'_>, next: Next<'_>) -> Result<Response> {
    let (route, path) = (next.route(), next.path_pattern());
    let (method, sent) = (request.method().unwrap_or_default(), request.path().unwrap_or_default());
    let response = next.run().await;
    let seen = format!("{method} {sent} {route} {path} {} {}", response.status(), response.bytes().len());
    let cors = response.headers().filter(|(name, _)| name.starts_with("access-control-")).count();
    let response = response.header("x-seen", seen).header("x-cors-seen", cors.to_string());
    Ok(response.header("x-order", "outer"))
}

/// Answers instead of the handler, changes the answer, fails, or waits too long, as `x-inner` says.
pub(crate) async fn inner(request: &Request<'_>, next: Next<'_>) -> Result<Response> {
    match request.header("x-inner").as_deref() {
        Some("refuse") => Err(Error::new(402, "Pay first").header("x-price", "1")),
        Some("instead") => Ok(Response::new(203).body("from the layer")),
        Some("change") => {
            let response = next.run().await;
            Ok(response.with_status(202).without_header("Content-Type").header("content-type", "text/odd"))
        }
        Some("fail") => Err("x".parse::<u8>().expect_err("no number").into()),
        Some("panic") => panic!("a secret of a layer"),
        Some("panic-after") => {
            let response = next.run().await;
            panic!("a secret of a layer after {}", response.status())
        }
        Some("wait-after") => {
            let response = next.run().await;
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok(response)
        }
        Some("break") => Ok(next.run().await.header("x-split", "a\r\nb")),
        Some("hang") => {
            let left = Deadline::from_request(request).await?.remaining();
            tokio::time::sleep(left * 2).await;
            Ok(next.run().await)
        }
        _ => Ok(next.run().await.header("x-order", "inner")),
    }
}
