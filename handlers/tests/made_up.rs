//! Made-up requests to every route of the events API.

use fingerpost::testing::TestApi;
use serde_json::json;

async fn fuzz(route: &str, cases: usize) {
    let api = TestApi::start(events_api::api()).await;
    // Some of the paths that are made up are then of an event that is there.
    api.post("/events").json(json!({ "name": "Workshop" })).send().await.assert(201);
    api.fuzz(route, cases).await;
}

#[tokio::test]
async fn create_event_takes_what_comes() {
    fuzz("create_event", 300).await;
}

#[tokio::test]
async fn list_events_takes_what_comes() {
    fuzz("list_events", 300).await;
}

#[tokio::test]
async fn get_event_takes_what_comes() {
    fuzz("get_event", 300).await;
}

#[tokio::test]
async fn delete_event_takes_what_comes() {
    fuzz("delete_event", 300).await;
}
