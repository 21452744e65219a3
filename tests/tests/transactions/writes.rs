//! All writes or none, and what is told of those that fail.

use fingerpost::testing::Database;
use serde_json::{Value, json};

use crate::routes::{Tin, take};
use crate::{grams, start, steps, untouched};

/// Has an API do these steps: the status, the body, and what is in the tins then.
async fn check(todo: Value, status: u16, body: Value, left: &[(&str, i64)]) {
    let api = start().await;
    let answer = steps(&api, todo.clone()).await;
    answer.assert(status);
    if status != 204 {
        answer.assert_body(body);
    }
    let left: Vec<_> = left.iter().map(|(name, grams)| ((*name).to_owned(), *grams)).collect();
    assert_eq!(grams(&api).await, left, "{todo}");
    assert_eq!(answer.calls().len(), 1, "{todo}: {answer}");
}

const UNTOUCHED: &[(&str, i64)] = &[("green", 50), ("red", 20)];

#[tokio::test]
async fn every_kind_of_write_is_made() {
    let all = json!([
        { "new": "white" }, { "take": "green" }, { "fill": "black" }, { "throw": "red" }, { "gone": "blue" },
        { "note": "green" },
    ]);
    check(all, 204, Value::Null, &[("black", 1), ("green", 20), ("white", 1)]).await;
    check(json!([{ "there": "green" }, { "put": "red" }]), 204, Value::Null, &[("green", 50), ("red", 1)])
        .await;
}

#[tokio::test]
async fn a_condition_that_does_not_hold_undoes_all() {
    for (step, status, error) in [
        (json!({ "take": "white" }), 404, json!({ "error": "No such tin" })),
        (json!({ "throw": "white" }), 404, json!({ "error": "No such tin" })),
        (json!({ "there": "white" }), 404, json!({ "error": "No such tin" })),
        (json!({ "take": "red" }), 409, json!({ "error": "Too little tea", "names": ["red"] })),
        (json!({ "new": "red" }), 409, json!({ "error": "There is red already", "name": "red" })),
        (
            json!({ "gone": "red" }),
            409,
            json!({ "error": "What is stored is not in the state that the request needs" }),
        ),
    ] {
        check(json!([{ "fill": "green" }, step, { "put": "black" }]), status, error, UNTOUCHED).await;
    }
}

#[tokio::test]
async fn failures_of_one_kind_are_told_as_one() {
    let api = start().await;
    steps(&api, json!([{ "fill": "black" }])).await.assert(204);
    let todo = json!([{ "take": "red" }, { "take": "green" }, { "take": "black" }]);
    let told = json!({ "error": "Too little tea", "names": ["red", "black"] });
    steps(&api, todo).await.assert(409).assert_body(told);
}

#[tokio::test]
async fn of_different_failures_the_first_is_told_with_the_others_beside_it() {
    let sentence = |text: &str| json!({ "in": "body", "field": "", "message": text });
    let one = json!([{ "take": "red" }, { "throw": "white" }]);
    let told = json!({ "error": "Too little tea", "names": ["red"], "details": [sentence("No such tin")] });
    check(one, 409, told, UNTOUCHED).await;
    let three = json!([{ "throw": "white" }, { "new": "green" }, { "there": "blue" }, { "new": "red" }]);
    let others = [sentence("There is green already"), sentence("There is red already")];
    check(three, 404, json!({ "error": "No such tin", "details": others }), UNTOUCHED).await;
}

#[tokio::test]
async fn what_no_transaction_can_be_is_refused_before_the_call() {
    let many: Vec<_> = (0..101).map(|number| json!({ "put": format!("tin {number}") })).collect();
    for (todo, said) in [
        (json!([]), "a transaction has at least one write, got none"),
        (many.into(), "a transaction has at most 100 writes, got 101"),
        (
            json!([{ "put": "red" }, { "fill": "red" }]),
            "a transaction has one write for each item, got two of an item of `Tins`",
        ),
        (json!([{ "idle": "red" }]), "an update of `Tins` in a transaction changes nothing"),
    ] {
        let api = start().await;
        let answer = steps(&api, todo).await;
        answer.assert(500);
        assert!(answer.log().contains(said) && answer.calls().is_empty(), "{said}: {answer}");
        assert_eq!(grams(&api).await, untouched());
    }
    let most: Vec<_> = (0..100).map(|number| json!({ "put": format!("tin {number}") })).collect();
    steps(&start().await, most).await.assert(204);
}

#[tokio::test]
async fn writes_that_are_never_committed_are_told_of() {
    let forgotten = |writes: &str| {
        vec![format!("WARN route `steps` answers 204, and {writes} not made: `commit` was not called")]
    };
    for (todo, status, told) in [
        (json!(["forget"]), 204, vec![]),
        (json!([{ "put": "red" }, "forget"]), 204, forgotten("1 write of its transaction is")),
        (
            json!([{ "put": "red" }, { "put": "a" }, "forget"]),
            204,
            forgotten("2 writes of its transaction are"),
        ),
        // Whoever refuses a request means nothing to be written.
        (json!([{ "put": "red" }, "refuse"]), 403, vec![]),
        (json!([{ "fill": "red" }]), 204, vec![]),
    ] {
        let api = start().await;
        let answer = steps(&api, todo).await;
        let warnings: Vec<_> =
            answer.assert(status).log().lines().filter(|line| line.contains("WARN")).collect();
        assert_eq!(warnings.iter().map(|line| line.trim()).collect::<Vec<_>>(), told, "{answer}");
    }
}

#[tokio::test]
async fn a_key_that_no_item_can_have_finds_nothing() {
    let api = start().await;
    for (todo, status) in [("take", 404), ("throw", 404), ("there", 404), ("fill", 400), ("put", 400)] {
        steps(&api, json!([{ "fill": "red" }, { todo: "" }])).await.assert(status);
        assert_eq!(grams(&api).await, untouched(), "{todo}");
    }
    steps(&api, json!([{ "fill": "red" }, { "gone": "" }])).await.assert(204);
}

#[tokio::test]
async fn a_handler_is_tested_as_a_function_on_a_database_in_memory() {
    let database = Database::start().await;
    let database = &database;
    database.seed(&[Tin::of("green", 50)]).await;
    let take_some =
        |grams| async move { take("green".to_owned(), grams, database.transaction().await).await };
    assert!(take_some(30).await.is_ok());
    assert_eq!(take_some(30).await.unwrap_err().status(), 409);
    assert_eq!(database.item::<Tin>("green").await.grams, 20);
}

#[tokio::test]
async fn items_are_read_together() {
    let api = start().await;
    steps(&api, json!([{ "note": "green" }])).await.assert(204);
    let read = api.get("/tins/green/white").send().await;
    read.assert(200).assert_body(json!([50, null, 1, null, null, 50]));
    assert_eq!(read.calls().len(), 2, "{read}");
    api.get("/many/0").send().await.assert(200).assert_body(0);
    api.get("/many/100").send().await.assert(200).assert_body(100);
    let refused = api.get("/many/101").send().await;
    refused.assert(500);
    assert!(refused.log().contains("a transaction reads at most 100 items, got 101"), "{refused}");
}

#[tokio::test]
async fn a_read_by_a_key_that_cannot_be_written_says_why() {
    let api = start().await;
    let refused = api.get("/shelves/left").send().await;
    refused.assert(500);
    assert!(refused.log().contains("the shelf is nowhere") && refused.calls().is_empty(), "{refused}");
}

#[tokio::test]
#[should_panic(expected = "denied: dynamodb:DeleteItem on `Tins` was refused; add `DeleteItem` to")]
async fn a_transaction_with_an_action_that_is_not_granted_is_refused() {
    start().await.delete("/tins/green").send().await;
}
