//! Faults of SQS and S3 in process: what a client sees, what was sent and what is kept.

use std::time::Duration;

use fingerpost::testing::{Fault, Plan, TestApi};
use serde_json::{Value, json};

use crate::routes::{Files, Job};
use crate::start;

/// Sends a job with a fault planned: the status, the messages, and the calls.
async fn sent_with(plan: impl Into<Plan>) -> (u16, usize, usize) {
    let api = start().await;
    api.fault("sqs.SendMessage", plan);
    let answer = api.post("/jobs").json(json!({ "order": "a" })).send().await;
    let calls = answer.calls();
    assert!(calls.iter().all(|call| call.to_string().starts_with("send_job: sqs.SendMessage")), "{calls:?}");
    (answer.status().as_u16(), api.sent::<Job>().await.len(), calls.len())
}

#[tokio::test]
async fn each_fault_of_a_queue_is_an_answer_and_messages_that_are_known() {
    for (plan, expected) in [
        (Plan::from(Fault::Throttle), (503, 0, 3)),
        (Fault::Throttle.once(), (202, 1, 2)),
        (Fault::Internal.into(), (503, 0, 3)),
        (Fault::Internal.times(2), (202, 1, 3)),
        // There are no conditions and no transactions of messages.
        (Fault::ConditionFailed.into(), (202, 1, 1)),
        (Fault::Conflict.into(), (202, 1, 1)),
        (Fault::Slow(Duration::from_millis(20)).into(), (202, 1, 1)),
        (Fault::Slow(Duration::from_secs(30)).into(), (503, 0, 1)),
        // A message whose connection broke is sent again, and it was there.
        (Fault::AnswerLost.once(), (202, 2, 2)),
        (Fault::AnswerLost.into(), (503, 3, 3)),
        (Fault::EndsBefore.into(), (500, 0, 1)),
        (Fault::EndsAfter.into(), (500, 1, 1)),
    ] {
        assert_eq!(sent_with(plan).await, expected, "{plan:?}");
    }
}

#[tokio::test]
async fn a_batch_has_faults_of_its_own_and_the_nth_call_is_meant() {
    let api = start().await;
    api.fault("sqs.SendMessage", Fault::EndsBefore);
    api.fault("sqs.SendMessageBatch", Fault::Throttle.after(1));
    // Two calls, the second of which is made again.
    let jobs: Vec<Value> = (0..11).map(|number| json!({ "order": number.to_string() })).collect();
    let answer = api.post("/batches").json(jobs).send().await;
    let calls: Vec<_> = answer.assert(202).calls().iter().map(ToString::to_string).collect();
    let call = "send_jobs: sqs.SendMessageBatch";
    let throttled = format!("{call} (Throttle)");
    assert_eq!(calls, [call.to_owned(), throttled, call.to_owned()]);
    assert_eq!(api.sent::<Job>().await.len(), 11);
}

/// Writes a file with a fault planned: the status, whether it is there, and the calls.
async fn put_with(plan: impl Into<Plan>) -> (u16, bool, usize) {
    let api = start().await;
    api.fault("s3.PutObject", plan);
    let answer = api.put("/files/a").body("tea").send().await;
    let calls = answer.calls();
    assert!(calls.iter().all(|call| call.to_string().starts_with("write_file: s3.PutObject")), "{calls:?}");
    (answer.status().as_u16(), api.object::<Files>("files/a").await.is_some(), calls.len())
}

#[tokio::test]
async fn each_fault_of_a_bucket_is_an_answer_and_objects_that_are_known() {
    for (plan, expected) in [
        (Plan::from(Fault::Throttle), (503, false, 3)),
        (Fault::Throttle.once(), (204, true, 2)),
        (Fault::Internal.into(), (503, false, 3)),
        // It has no condition.
        (Fault::ConditionFailed.into(), (204, true, 1)),
        (Fault::Conflict.into(), (204, true, 1)),
        (Fault::Slow(Duration::from_millis(20)).into(), (204, true, 1)),
        // Another attempt would write the same, so that there are as many as there is time for.
        (Fault::AnswerLost.once(), (204, true, 2)),
        (Fault::AnswerLost.into(), (503, true, 3)),
        (Fault::EndsBefore.into(), (500, false, 1)),
        (Fault::EndsAfter.into(), (500, true, 1)),
    ] {
        assert_eq!(put_with(plan).await, expected, "{plan:?}");
    }
}

async fn written() -> TestApi {
    let api = start().await;
    api.put("/files/a").body("tea").send().await.assert(204);
    api
}

#[tokio::test]
async fn what_a_client_does_by_a_link_has_no_fault() {
    let api = written().await;
    api.fault("s3.GetObject", Fault::Internal);
    let refused = api.get("/files/a").send().await;
    assert_eq!(refused.assert(503).calls().len(), 3);
    // Making a link is not a call, and who follows it is not a function.
    let link = api.get("/files/a/link").send().await;
    assert_eq!(link.assert(200).calls().len(), 0);
    let link: String = serde_json::from_slice(link.body()).expect("a link");
    let read =
        tokio::task::spawn_blocking(move || ureq::get(&link).call().map(|answer| answer.status().as_u16()));
    assert_eq!(read.await.expect("asked").expect("an answer"), 200);
    api.clear_faults();
    api.get("/files/a").send().await.assert(200);
    api.fault("s3.DeleteObject", Fault::EndsBefore);
    api.delete("/files/a").send().await.assert(500);
    assert!(api.object::<Files>("files/a").await.is_some(), "the test itself has no faults");
}

#[tokio::test]
async fn faults_by_chance_are_of_every_service() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let api = start().await;
        api.faults_by_chance(7);
        for _ in 0..20 {
            api.post("/jobs").json(json!({ "order": "a" })).send().await;
            api.put("/files/a").body("tea").send().await;
        }
        runs.push(api.calls());
    }
    assert_eq!(runs[0], runs[1]);
    for service in ["sqs", "s3"] {
        assert!(runs[0].iter().any(|call| call.service == service && call.fault.is_some()), "{:?}", runs[0]);
    }
}
