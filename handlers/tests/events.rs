//! The events API in this process.

use fingerpost::testing::{Fault, TestApi};
use serde_json::{Value, json};

#[tokio::test]
async fn an_event_is_created_read_listed_and_deleted() {
    let api = TestApi::start(events_api::api()).await;
    let event = json!({ "name": "CDK Workshop", "date": "2026-06-15" });
    let created = api.post("/events").json(&event).send().await;
    let path = created.assert(201).header("location").expect("a location").to_owned();
    let event: Value = created.json();
    api.get(&path).send().await.assert(200).assert_body(&event);
    api.get("/events").send().await.assert(200).assert_body([&event]);
    api.delete(&path).send().await.assert(204);
    api.get(&path).send().await.assert(404).assert_body(json!({ "error": "Event not found" }));
}

#[tokio::test]
async fn an_event_whose_writing_is_throttled_is_a_503_and_not_kept() {
    let api = TestApi::start(events_api::api()).await;
    api.fault("dynamodb.PutItem", Fault::Throttle);
    let refused = api.post("/events").json(json!({ "name": "Workshop" })).send().await;
    refused.assert(503).assert_header("retry-after", "1");
    api.get("/events").send().await.assert(200).assert_body(json!([]));
}
