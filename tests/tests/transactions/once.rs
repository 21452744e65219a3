//! Requests that are made once: what is bound to a key, and what a repeat gets where the handler looks first.

use fingerpost::Api;
use fingerpost::testing::{Fault, TestAnswer, TestApi};
use fingerpost_tests::{AT_ONCE, together};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::routes::Tin;
use crate::{grams, start};

const WRITE: &str = "dynamodb.TransactWriteItems";

async fn buy(api: &TestApi, path: &str, key: Option<&str>, purchase: Value) -> TestAnswer {
    let request = api.post(path).json(purchase);
    let request = if let Some(key) = key { request.header("idempotency-key", key) } else { request };
    request.send().await
}

/// A status, headers and a body.
type Seen = (u16, Vec<(String, Vec<u8>)>, Vec<u8>);

/// All that a client sees, but for when it was.
fn seen(answer: &TestAnswer) -> Seen {
    let headers = answer.headers().iter().filter(|(name, _)| *name != "date" && *name != "apigw-requestid");
    let headers = headers.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    (answer.status().as_u16(), headers.collect(), answer.body().to_vec())
}

fn operations(answer: &TestAnswer) -> Vec<&str> {
    answer.calls().iter().map(|call| call.operation.as_str()).collect()
}

#[tokio::test]
async fn a_repeat_gets_every_byte_of_the_first_answer_though_the_handler_looks_first() {
    let api = start().await;
    let purchase = || json!({ "name": "white", "length": 9 });
    let first = buy(&api, "/purchases?by=ann", Some("a"), purchase()).await;
    first.assert(201).assert_header("x-by", "ann").assert_header("x-tin", "tin=white");
    assert_eq!((first.body(), operations(&first)), (&[0xff; 9][..], vec!["GetItem", "TransactWriteItems"]));
    let repeat = buy(&api, "/purchases?by=ann", Some("a"), purchase()).await;
    assert_eq!((seen(&repeat), operations(&repeat)), (seen(&first), vec!["GetItem", "GetItem"]));
    // Another key finds the tin there, and a request without one, too.
    buy(&api, "/purchases?by=ann", Some("b"), purchase()).await.assert(409);
    buy(&api, "/purchases?by=ann", None, purchase()).await.assert(409);
}

#[tokio::test]
async fn another_query_or_body_is_another_request() {
    let api = start().await;
    buy(&api, "/purchases", Some("a"), json!({ "name": "white" })).await.assert(201);
    for (path, purchase) in [
        ("/purchases?by=ann", json!({ "name": "white" })),
        ("/purchases", json!({ "name": "black" })),
        ("/purchases", json!({ "name": "white", "fails": true })),
    ] {
        let told = json!({ "error": "The idempotency key was sent with another request before" });
        buy(&api, path, Some("a"), purchase).await.assert(422).assert_body(told);
    }
    assert!(api.find::<Tin>("black").await.is_none());
}

#[tokio::test]
async fn an_error_is_not_kept() {
    let api = start().await;
    let failing = || buy(&api, "/purchases", Some("a"), json!({ "name": "white", "fails": true }));
    failing().await.assert(404);
    failing().await.assert(404);
    buy(&api, "/purchases", Some("b"), json!({ "name": "red" })).await.assert(409);
    buy(&api, "/purchases", Some("a"), json!({ "name": "white" })).await.assert(201);
}

#[tokio::test]
async fn a_request_without_a_key_is_made_as_often_as_it_is_sent() {
    let api = start().await;
    let bought = buy(&api, "/purchases", None, json!({ "name": "white" })).await;
    assert_eq!(bought.assert(201).calls().len(), 2, "{bought}");
    buy(&api, "/purchases", None, json!({ "name": "white" })).await.assert(409);
    buy(&api, "/purchases", Some("two words"), json!({ "name": "black" })).await.assert(400);
}

#[tokio::test]
async fn a_transaction_that_keeps_no_record_of_the_key_is_refused_before_anything_is_written() {
    let api = start().await;
    for key in [Some("a"), None] {
        let refused = buy(&api, "/forgetful", key, json!("white")).await;
        assert!(refused.assert(500).log().contains("by `begin_once`, which keeps the answer"), "{refused}");
        assert!(!operations(&refused).contains(&"TransactWriteItems"), "{refused}");
        assert!(api.find::<Tin>("white").await.is_none());
    }
}

#[tokio::test]
async fn an_answer_too_large_to_be_kept_is_refused_before_anything_is_written() {
    let api = start().await;
    let refused = buy(&api, "/purchases", Some("a"), json!({ "name": "white", "length": 409_400 })).await;
    refused.assert(500);
    let said = "cannot be kept for its idempotency key: DynamoDB takes 409600 for an item";
    assert!(refused.log().contains(said), "{refused}");
    assert!(
        api.find::<Tin>("white").await.is_none() && !operations(&refused).contains(&"TransactWriteItems")
    );
    // A client that sends so much hears that it is its own.
    let long = json!({ "name": "white", "length": 409_400, "note": "x".repeat(110_000) });
    let told =
        json!({ "error": "Request body is too large for an idempotency key: its answer could not be kept" });
    buy(&api, "/purchases", Some("a"), long).await.assert(413).assert_body(told);
    buy(&api, "/purchases", Some("a"), json!({ "name": "white", "length": 409_200 })).await.assert(201);
}

#[tokio::test]
async fn an_answer_that_cannot_be_sent_or_said_again_is_refused_before_anything_is_written() {
    let api = start().await;
    for (key, purchase, said) in [
        (None, json!({ "name": "white", "length": 5_000_000 }), "is over Lambda's limit"),
        (None, json!({ "name": "white", "status": 503 }), "with status 503 cannot be kept"),
        (Some("a"), json!({ "name": "white", "status": 503 }), "with status 503 cannot be kept"),
        (None, json!({ "name": "white", "cookie": true }), "with the header `set-cookie` cannot be kept"),
        (
            Some("a"),
            json!({ "name": "white", "cookie": true }),
            "with the header `set-cookie` cannot be kept",
        ),
    ] {
        let refused = buy(&api, "/purchases", key, purchase).await;
        assert!(refused.assert(500).log().contains(said), "{refused}");
        assert!(!refused.log().contains("was not called"), "{refused}");
        assert!(api.find::<Tin>("white").await.is_none(), "it was written: {refused}");
    }
    buy(&api, "/purchases", Some("a"), json!({ "name": "white" })).await.assert(201);
}

#[tokio::test]
async fn a_request_has_one_transaction() {
    let api = start().await;
    let pair = |key: &'static str, both: bool| {
        api.post("/pairs").header("idempotency-key", key).json(("white", "black", both)).send()
    };
    for _ in 0..2 {
        let refused = pair("a", true).await;
        assert!(refused.assert(500).log().contains("a request is made once by one transaction"), "{refused}");
    }
    assert!(api.find::<Tin>("white").await.is_some() && api.find::<Tin>("black").await.is_none());
    // One that was refused wrote nothing, and the handler may try another.
    for _ in 0..2 {
        pair("b", false).await.assert(204);
    }
    assert!(api.find::<Tin>("black").await.is_some());
}

#[tokio::test]
async fn a_repeat_of_one_who_may_no_longer_gets_no_answer() {
    let api = start().await;
    let send = || buy(&api, "/purchases", Some("a"), json!({ "name": "white" }));
    send().await.assert(201);
    send().await.assert(201);
    api.seed(&[Tin::of("white", 0)]).await;
    send().await.assert(403).assert_body(json!({ "error": "The tin is empty" }));
}

#[tokio::test]
async fn a_key_that_is_always_under_way_is_told() {
    let api = start().await;
    // It is the first write that others are in the way of: once the record, and once the tin.
    api.fault(WRITE, Fault::Conflict);
    let told = json!({ "error": "A request with this idempotency key is under way" });
    let refused = buy(&api, "/purchases", Some("a"), json!({ "name": "white", "nothing": true })).await;
    refused.assert(409).assert_body(told).assert_header("retry-after", "1");
    let refused = buy(&api, "/purchases", Some("a"), json!({ "name": "white" })).await;
    refused.assert(503).assert_header("retry-after", "1");
    assert_eq!(operations(&refused).last(), Some(&"GetItem"), "it may have been made: {refused}");
}

#[tokio::test]
async fn callers_of_iam_have_keys_of_their_own() {
    let api = start().await;
    let api = &api;
    let send = |caller: &'static str| async move {
        let receipt =
            api.caller(caller).post("/receipts").header("idempotency-key", "a").json("white").send().await;
        let repeated = receipt.log().contains("repeated: true");
        let receipt_is_told = receipt.log().contains(&format!("receipt {}, ", receipt.assert(200).text()));
        assert!(receipt_is_told, "{receipt}");
        (receipt.text(), repeated)
    };
    let (ann, again, ben) = (send("ann").await, send("ann").await, send("ben").await);
    assert!(ann.0 == again.0 && ann.0 != ben.0, "{ann:?} {again:?} {ben:?}");
    assert!(!ann.1 && again.1 && !ben.1, "{ann:?} {again:?} {ben:?}");
}

#[tokio::test]
async fn what_follows_on_the_writes_is_done_when_their_answer_is_lost() {
    let api = start().await;
    api.fault(WRITE, Fault::AnswerLost.times(3));
    let receipt =
        api.caller("ann").post("/receipts").header("idempotency-key", "a").json("white").send().await;
    let told = format!("receipt {}, repeated: true", receipt.assert(200).text());
    assert!(receipt.log().contains(&told), "{receipt}");
}

#[tokio::test]
async fn callers_without_a_sub_are_told_apart_by_what_no_fresh_token_changes() {
    let api = TestApi::start(Api::new("transactions").jwt("https://issuer.example.com/", ["teas"])).await;
    let send = |client: Option<&'static str>, expiry: u64| {
        let caller = api.caller("").claim("sub", Value::Null).claim("exp", expiry).claim("client_id", client);
        let request = caller.post("/purchases").json(json!({ "name": "white" }));
        request.header("idempotency-key", "a").send()
    };
    send(Some("ann"), 4_000_000_000).await.assert(201);
    send(Some("ann"), 4_000_000_001).await.assert(201);
    send(Some("ben"), 4_000_000_000).await.assert(409);
    let refused = send(None, 4_000_000_000).await;
    let said = "have the authorizer return something that tells callers apart";
    assert!(refused.assert(500).log().contains(said), "{refused}");
}

/// Ten at once take a gram of five, without a condition on what they have read.
#[tokio::test]
async fn what_the_tests_of_many_at_once_do_shows_a_lost_update() {
    // All of them read, and then all of them write.
    let api = TestApi::start(Api::new("transactions").dynamodb_config(together(2))).await;
    api.seed(&[Tin::of("black", 5)]).await;
    let answers = join_all((0..AT_ONCE).map(|_| api.post("/tins/black/careless").send())).await;
    let taken = answers.iter().filter(|answer| answer.status() == 204).count();
    assert_eq!((taken, grams(&api).await), (10, vec![("black".to_owned(), 4)]));
}
