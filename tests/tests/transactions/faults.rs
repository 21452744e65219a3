//! What others and DynamoDB itself do to a transaction meanwhile.

use std::time::Duration;

use fingerpost::testing::Fault;
use serde_json::json;

use crate::{grams, start, steps, untouched};

const WRITE: &str = "dynamodb.TransactWriteItems";
const READ: &str = "dynamodb.TransactGetItems";

#[tokio::test]
async fn a_transaction_is_sent_again_while_others_are_in_the_way() {
    let api = start().await;
    api.fault(WRITE, Fault::Conflict.times(3));
    let answer = steps(&api, json!([{ "fill": "green" }])).await;
    answer.assert(204);
    assert_eq!((answer.calls().len(), grams(&api).await[0].1), (4, 51), "{answer}");
    api.fault(READ, Fault::Conflict.times(3));
    let read = api.get("/tins/green/red").send().await;
    assert_eq!(read.assert(200).calls().len(), 5, "{read}");
}

#[tokio::test]
async fn a_transaction_that_others_are_always_in_the_way_of_is_given_up() {
    let api = start().await;
    api.fault(WRITE, Fault::Conflict);
    let answer = steps(&api, json!([{ "fill": "green" }])).await;
    answer.assert(503).assert_header("retry-after", "1");
    assert_eq!((answer.calls().len(), grams(&api).await), (9, untouched()), "{answer}");
    api.fault(READ, Fault::Conflict);
    api.get("/tins/green/red").send().await.assert(503).assert_header("retry-after", "1");
}

#[tokio::test]
async fn each_fault_leaves_all_or_nothing() {
    for (fault, status, made) in [
        (Fault::Throttle.once(), 204, true),
        (Fault::Internal.once(), 204, true),
        // DynamoDB knows the token of a transaction that was made.
        (Fault::AnswerLost.once(), 204, true),
        (Fault::AnswerLost.times(3), 503, true),
        (Fault::Throttle.times(3), 503, false),
        (Fault::ConditionFailed.once(), 404, false),
        (Fault::Slow(Duration::from_millis(20)).once(), 204, true),
        (Fault::Slow(Duration::from_secs(30)).once(), 503, false),
        (Fault::EndsBefore.once(), 500, false),
        (Fault::EndsAfter.once(), 500, true),
    ] {
        let api = start().await;
        api.fault(WRITE, fault);
        let answer = steps(&api, json!([{ "fill": "green" }, { "throw": "red" }])).await;
        answer.assert(status);
        let left = grams(&api).await;
        let expected = if made { vec![("green".to_owned(), 51)] } else { untouched() };
        assert_eq!(left, expected, "{fault:?}: {answer}");
    }
}
