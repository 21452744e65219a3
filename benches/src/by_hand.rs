//! What a careful engineer writes by hand on `lambda_http`. `defaults` includes this file, so that
//! the same handler is measured with other features of what it stands on.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use lambda_http::{Body, Error, Request, RequestExt, Response, run, service_fn};
use serde::{Deserialize, Serialize};

/// An event as the candidates know it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Event {
    /// A UUID.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// When it is.
    pub date: String,
}

/// Answers `get_event` from a table until the Runtime API is gone.
///
/// # Errors
///
/// What ends the process.
pub async fn serve(client: &Client) -> Result<(), Error> {
    run(service_fn(|request: Request| async move {
        let parameters = request.path_parameters();
        let id = parameters.first("id").unwrap_or_default().to_owned();
        let call = client.get_item().table_name("Events").key("id", AttributeValue::S(id));
        let item = call.send().await?.item;
        answer(item.map(serde_dynamo::from_item::<_, Event>).transpose()?.as_ref())
    }))
    .await
}

/// The response with an event, or with the tutorial's 404.
///
/// # Errors
///
/// An event that is no JSON.
pub fn answer(event: Option<&Event>) -> Result<Response<Body>, Error> {
    let (status, body) = match event {
        Some(event) => (200, serde_json::to_string(event)?),
        None => (404, r#"{"error":"Event not found"}"#.to_owned()),
    };
    let response = Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .header("access-control-allow-origin", "*")
        .body(Body::from(body))?;
    Ok(response)
}
