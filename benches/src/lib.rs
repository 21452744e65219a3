//! The work that every candidate does: the tutorial's get-event, on a map in memory or on a
//! DynamoDB without a network.

pub mod by_hand;
pub mod map;
pub mod order;

use std::borrow::Cow;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{Credentials, Region};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

pub use by_hand::Event;
pub use map::memory;

/// Written here, since `defaults` includes `by_hand` and has no `schemars`.
impl JsonSchema for Event {
    fn schema_name() -> Cow<'static, str> {
        "Event".into()
    }

    fn json_schema(schemas: &mut SchemaGenerator) -> Schema {
        let text = schemas.subschema_for::<String>();
        json_schema!({
            "type": "object",
            "properties": { "id": text, "name": text, "date": text },
            "required": ["id", "name", "date"],
        })
    }
}

/// One realistic payload-2.0 event: 1.7 KB, 15 headers, a JWT authorizer.
pub const EVENT: &str = include_str!("event.json");

/// The id that the event asks for.
pub const ID: &str = "550e8400-e29b-41d4-a716-446655440000";

/// What `GetItem` answers for it.
pub const ITEM: &str = r#"{"Item":{"id":{"S":"550e8400-e29b-41d4-a716-446655440000"},"name":{"S":"CDK Workshop"},"date":{"S":"2026-06-15"}}}"#;

/// The body that every candidate answers.
pub const BODY: &str =
    r#"{"id":"550e8400-e29b-41d4-a716-446655440000","name":"CDK Workshop","date":"2026-06-15"}"#;

/// A DynamoDB client whose network is a constant: what is left is the SDK's own work.
pub fn in_process_client(config: aws_sdk_dynamodb::config::Builder) -> Client {
    let config = config
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("key", "secret", Some("token".to_owned()), None, "bench"))
        .http_client(InProcess);
    Client::from_conf(config.build())
}

#[derive(Debug, Clone)]
struct InProcess;

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for InProcess {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let response = http::Response::builder()
            .header("content-type", "application/x-amz-json-1.0")
            .body(SdkBody::from(ITEM))
            .expect("a response");
        HttpConnectorFuture::ready(Ok(HttpResponse::try_from(response).expect("a response")))
    }
}
