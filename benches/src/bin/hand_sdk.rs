//! The same by hand with the real SDK, on a connector without a network.

use aws_sdk_dynamodb::config::BehaviorVersion;
use aws_sdk_dynamodb::types::AttributeValue;
use fingerpost_benches::{Event, in_process_client};
use lambda_http::{Body, Error, Request, RequestExt, Response, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let config = aws_sdk_dynamodb::Config::builder().behavior_version(BehaviorVersion::latest());
    let client = &in_process_client(config);
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
