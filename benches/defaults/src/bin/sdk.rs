//! The SDK as its documentation starts it: default features, `load_defaults`.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use lambda_http::{Body, Error, Request, RequestExt, Response, run, service_fn};

#[derive(serde::Serialize, serde::Deserialize)]
struct Event {
    id: String,
    name: String,
    date: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = &Client::new(&aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await);
    run(service_fn(|request: Request| async move {
        let parameters = request.path_parameters();
        let id = parameters.first("id").unwrap_or_default().to_owned();
        let call = client.get_item().table_name("Events").key("id", AttributeValue::S(id));
        let (status, body) = match call.send().await?.item {
            Some(item) => (200, serde_json::to_string(&serde_dynamo::from_item::<_, Event>(item)?)?),
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
