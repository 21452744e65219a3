//! Faults of DynamoDB in process: what a client sees, and what is kept.

use std::time::Duration;

use fingerpost::testing::{Fault, TestApi};
use serde_json::{Value, json};

use crate::routes::Tea;
use crate::start;

/// Puts a tea with a fault planned: the status, whether the tea is kept, and whether the call was repeated.
async fn put_with(fault: Fault) -> (u16, bool, bool) {
    let api = start().await;
    api.fault("dynamodb.PutItem", fault);
    let answer = api.post("/teas").json(Tea::of("green", 50)).send().await;
    let calls = api.calls();
    assert!(!calls.is_empty(), "{fault:?}");
    assert!(calls.iter().all(|call| (call.route.as_str(), call.operation.as_str()) == ("keep", "PutItem")));
    // What the call cannot have stays planned.
    let happens = fault != Fault::ConditionFailed;
    assert!(calls.iter().all(|call| call.fault.is_some() == happens), "{calls:?}");
    (answer.status().as_u16(), api.find::<Tea>("green").await.is_some(), calls.len() > 1)
}

#[tokio::test]
async fn each_fault_is_an_answer_and_data_that_is_known() {
    for (fault, expected) in [
        (Fault::Throttle, (503, false, true)),
        (Fault::Internal, (503, false, true)),
        // It has no condition.
        (Fault::ConditionFailed, (201, true, false)),
        (Fault::Conflict, (503, false, false)),
        (Fault::Slow(Duration::from_millis(50)), (201, true, false)),
        (Fault::Slow(Duration::from_secs(30)), (503, false, false)),
        // The client makes the call again after a lost connection.
        (Fault::AnswerLost, (503, true, true)),
        (Fault::EndsBefore, (500, false, false)),
        (Fault::EndsAfter, (500, true, false)),
    ] {
        assert_eq!(put_with(fault).await, expected, "{fault:?}");
    }
}

#[tokio::test]
async fn a_process_that_ended_is_replaced() {
    let api = start().await;
    api.fault("dynamodb.PutItem", Fault::EndsAfter.once());
    let put = || api.post("/teas").json(Tea::of("green", 50)).send();
    let ended = put().await;
    ended.assert(500).assert_body(json!({ "message": "Internal Server Error" }));
    assert!(ended.log().contains("keep: its process ended"), "{}", ended.log());
    put().await.assert(201);
}

#[tokio::test]
async fn a_plan_is_for_some_of_the_calls() {
    let api = start().await;
    api.seed(&[Tea::of("green", 50)]).await;
    let get = || api.get("/teas/green").send();
    // The client makes the call again.
    api.fault("dynamodb.GetItem", Fault::Throttle.times(2));
    let answer = get().await;
    let calls: Vec<_> = answer.assert(200).calls().iter().map(ToString::to_string).collect();
    let [throttled, done] = ["tea: dynamodb.GetItem (Throttle)", "tea: dynamodb.GetItem"];
    assert_eq!(calls, [throttled, throttled, done]);
    api.fault("dynamodb.GetItem", Fault::AnswerLost.after(1));
    get().await.assert(200);
    get().await.assert(200);
    assert_eq!(api.calls().len(), 6, "the client repeats a read whose answer is lost: {:?}", api.calls());
    api.fault("dynamodb.GetItem", Fault::EndsBefore);
    get().await.assert(500);
    api.clear_faults();
    get().await.assert(200);
    // What the test itself does has no faults.
    api.fault("dynamodb.Scan", Fault::Throttle);
    assert_eq!(api.items::<Tea>().await.len(), 1);
}

async fn statuses(api: &TestApi) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..30 {
        statuses.push(api.post("/teas/green/cups").send().await.status().as_u16());
    }
    statuses
}

#[tokio::test]
async fn a_seed_gives_the_same_faults_again() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let api = start().await;
        api.seed(&[Tea::of("green", 500)]).await;
        api.faults_by_chance(7);
        let statuses = statuses(&api).await;
        api.clear_faults();
        let left: Value = api.get("/teas/green").send().await.assert(200).json();
        runs.push((statuses, left["grams"].clone(), api.calls()));
    }
    assert_eq!(runs[0], runs[1]);
    let (statuses, ..) = &runs[0];
    assert!(statuses.contains(&200) && statuses.iter().any(|status| *status >= 500), "{statuses:?}");
}

#[tokio::test]
#[should_panic(expected = "a fault is of `dynamodb.BatchGetItem`, ")]
async fn a_fault_of_what_is_not_an_operation_is_refused() {
    start().await.fault("PutItem", Fault::Throttle);
}
