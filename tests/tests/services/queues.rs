//! Messages that are sent, refused, and told of.

use serde_json::{Value, json};

use crate::routes::Job;
use crate::start;

fn job(order: &str) -> Value {
    json!({ "order": order })
}

#[tokio::test]
async fn a_message_arrives_as_it_was_sent() {
    let api = start().await;
    let strange = "a\u{1}\u{fffe}é\u{ffff}\n\"";
    for order in ["1", strange] {
        api.post("/jobs").json(job(order)).send().await.assert(202);
    }
    let expected = ["1", strange].map(|order| Job { order: order.to_owned() });
    assert_eq!(api.sent::<Job>().await, expected);
}

#[tokio::test]
async fn many_messages_are_sent_ten_at_a_time() {
    let api = start().await;
    let jobs: Vec<_> = (0..25).map(|n| job(&n.to_string())).collect();
    api.post("/batches").json(jobs).send().await.assert(202).assert_body(json!([]));
    let orders: Vec<_> = api.sent::<Job>().await.into_iter().map(|job| job.order).collect();
    assert_eq!(orders, (0..25).map(|n| n.to_string()).collect::<Vec<_>>());
    api.post("/batches").json(json!([])).send().await.assert(202).assert_body(json!([]));
}

#[tokio::test]
async fn a_message_of_a_group_is_sent_once() {
    let api = start().await;
    let first: String = api.post("/jobs/ann?id=7").json(job("1")).send().await.assert(202).json();
    let again: String = api.post("/jobs/ann?id=7").json(job("2")).send().await.assert(202).json();
    assert_eq!(first, again);
    api.post("/jobs/ann?id=8").json(job("3")).send().await.assert(202);
    assert_eq!(api.sent::<Job>().await.len(), 2);
}

#[tokio::test]
async fn what_sqs_would_refuse_is_refused_before_it_is_sent() {
    let api = start().await;
    let long = job(&"x".repeat(1024 * 1024));
    let refused = json!({ "error": "Message is larger than SQS's 1 MiB" });
    api.post("/jobs").json(&long).send().await.assert(413).assert_body(&refused);
    api.post("/batches").json(json!([job("1"), long])).send().await.assert(413).assert_body(&refused);
    let group = "A message group is 1 to 128 ASCII letters, digits and punctuation marks";
    for wrong in ["%20", &"x".repeat(129), "%C3%BC"] {
        let answer = api.post(&format!("/jobs/{wrong}?id=7")).json(job("1")).send().await;
        answer.assert(400).assert_body(json!({ "error": group }));
    }
    let late = api.post("/jobs?delay=901").json(job("1")).send().await;
    late.assert(500);
    assert!(late.log().contains("a message's delay is at most 900 s, got 901"), "{}", late.log());
    assert!(api.sent::<Job>().await.is_empty());
}

#[tokio::test]
async fn an_extractor_of_a_users_own_may_do_what_it_says() {
    let api = start().await;
    api.post("/warehouse").json(job("1")).send().await.assert(204);
    assert_eq!(api.sent::<Job>().await.len(), 1);
}
