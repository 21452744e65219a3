//! What a careful engineer writes by hand: `lambda_http` with one event type, on a
//! current-thread runtime.

use fingerpost_benches::memory;
use lambda_http::{Body, Error, Request, RequestExt, Response, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let events = &memory();
    run(service_fn(|request: Request| async move {
        let parameters = request.path_parameters();
        let event = parameters.first("id").and_then(|id| events.get(id));
        let (status, body) = match event {
            Some(event) => (200, serde_json::to_string(event)?),
            None => (404, r#"{"error":"Event not found"}"#.to_owned()),
        };
        let response = Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .header("access-control-allow-origin", "*")
            .body(Body::from(body))?;
        Ok::<_, Error>(response)
    }))
    .await
}
