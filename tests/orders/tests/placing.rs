//! Orders that many place at once, that clients send again, and that something goes wrong with in between.

use std::time::Duration;

use fingerpost::testing::{Fault, TestAnswer, TestApi};
use fingerpost_tests::{run, together};
use futures_util::future::join_all;
use orders::Stock;
use serde_json::{Value, json};

const ORDERS: &str = env!("CARGO_BIN_EXE_orders");
const WRITE: &str = "dynamodb.TransactWriteItems";
const READ: &str = "dynamodb.GetItem";

/// The API with so many cups.
async fn start(cups: u32) -> TestApi {
    stocked(TestApi::start(orders::api()).await, cups).await
}

/// The same, whose first ten orders are written together: none has seen another.
async fn start_together(cups: u32) -> TestApi {
    stocked(TestApi::start(orders::api().dynamodb_config(together(1))).await, cups).await
}

async fn stocked(api: TestApi, cups: u32) -> TestApi {
    api.seed(&[Stock { sku: "cup".to_owned(), quantity: cups }]).await;
    api
}

/// Orders so many cups, as the request of this key.
async fn order(api: &TestApi, caller: &str, key: &str, cups: u32) -> TestAnswer {
    let order = json!({ "lines": [{ "sku": "cup", "quantity": cups }] });
    let caller = api.caller(caller).scope("orders:write").scope("orders:read");
    caller.post("/orders").header("idempotency-key", key).json(order).send().await
}

async fn cups(api: &TestApi) -> u32 {
    api.item::<Stock>("cup").await.quantity
}

/// How many orders a customer has.
async fn orders(api: &TestApi, customer: &str) -> usize {
    let caller = api.caller(customer).scope("orders:read");
    caller.get("/orders?limit=100").send().await.assert(200).json::<Vec<Value>>().len()
}

/// What a repeat gets again.
fn answer(answer: &TestAnswer) -> (u16, Option<String>, Vec<u8>) {
    (answer.status().as_u16(), answer.header("location").map(str::to_owned), answer.body().to_vec())
}

#[tokio::test]
async fn of_ten_cups_ten_are_sold_to_twenty_five_who_want_one() {
    let api = start_together(10).await;
    // The database works on one call at a time, so some are told that another is at work on the stock.
    api.fault(WRITE, Fault::Conflict.times(12));
    let keys: Vec<_> = (0..25).map(|number| format!("order-{number}")).collect();
    let answers = join_all(keys.iter().map(|key| order(&api, "ann", key, 1))).await;
    let (placed, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status() == 201);
    for answer in &refused {
        answer.assert(409).assert_body(json!({ "error": "Out of stock", "skus": ["cup"] }));
    }
    assert_eq!((placed.len(), refused.len(), cups(&api).await, orders(&api, "ann").await), (10, 15, 0, 10));
}

#[tokio::test]
async fn everything_that_is_short_is_in_one_answer() {
    let api = start(1).await;
    api.seed(&[Stock { sku: "tea/green".to_owned(), quantity: 9 }]).await;
    let line = |sku: &str| json!({ "sku": sku, "quantity": 2 });
    let order = json!({ "lines": [line("cup"), line("tea/green"), line("tea/black")] });
    let ann = api.caller("ann").scope("orders:write");
    let answer = ann.post("/orders").header("idempotency-key", "a").json(order).send().await;
    answer.assert(409).assert_body(json!({ "error": "Out of stock", "skus": ["cup", "tea/black"] }));
    assert_eq!((cups(&api).await, api.item::<Stock>("tea/green").await.quantity), (1, 9));
    let twice = json!({ "lines": [line("cup"), line("cup")] });
    let refused = ann.post("/orders").header("idempotency-key", "b").json(twice).send().await;
    assert_eq!(
        refused.assert(400).json::<Value>()["details"][0]["message"],
        "must have one line for each sku"
    );
}

#[tokio::test]
async fn twenty_clients_with_one_key_get_one_order() {
    let api = start_together(10).await;
    let answers = join_all((0..20).map(|_| order(&api, "ann", "once", 2))).await;
    answers[0].assert(201);
    assert!(answers.iter().all(|one| answer(one) == answer(&answers[0])), "{answers:?}");
    assert!(answers.iter().all(|one| one.calls().iter().all(|call| call.operation == "TransactWriteItems")));
    assert_eq!((cups(&api).await, orders(&api, "ann").await), (8, 1));
}

/// Has the n-th call of the orders and what they read go wrong, and repeats the request until it is answered, and once
/// more. Returns whether anything went wrong.
async fn survives(fault: Fault, nth: usize) -> bool {
    let api = start(10).await;
    api.fault(WRITE, fault.after(nth));
    api.fault(READ, fault.after(nth));
    let mut answers = Vec::new();
    while answers.len() < 8 {
        let got = order(&api, "ann", "once", 3).await;
        let is_last = got.status() == 201 && answers.len() > 2;
        answers.push(got);
        if is_last {
            break;
        }
    }
    let hit = api.calls().iter().any(|call| call.fault.is_some());
    api.clear_faults();
    let placed: Vec<_> = answers.iter().filter(|answer| answer.status() == 201).map(answer).collect();
    let context = format!("{fault:?} at call {nth}: {:?}", api.calls());
    assert!(placed.len() >= 2 && placed.iter().all(|one| *one == placed[0]), "{context}");
    let failed = answers.iter().filter(|answer| answer.status() != 201);
    assert!(failed.clone().all(|answer| answer.status().is_server_error()), "{context}");
    assert_eq!((cups(&api).await, orders(&api, "ann").await), (7, 1), "{context}");
    hit
}

#[tokio::test]
async fn whatever_goes_wrong_between_two_calls_a_repeat_gets_the_answer() {
    for fault in [
        Fault::AnswerLost,
        Fault::EndsBefore,
        Fault::EndsAfter,
        Fault::Throttle,
        Fault::Conflict,
        Fault::Internal,
    ] {
        let mut calls = 0;
        while survives(fault, calls).await {
            calls += 1;
        }
        assert!(calls > 2, "{fault:?}: {calls}");
    }
}

#[tokio::test]
async fn an_answer_that_is_never_heard_is_there_for_a_repeat() {
    let api = start(10).await;
    // The client of DynamoDB tries three times. The record is then looked up, which is not heard of, either.
    api.fault(WRITE, Fault::AnswerLost.times(3));
    api.fault(READ, Fault::AnswerLost.times(3));
    order(&api, "ann", "once", 3).await.assert(503);
    let repeat = order(&api, "ann", "once", 3).await;
    repeat.assert(201);
    assert_eq!((cups(&api).await, orders(&api, "ann").await), (7, 1));
    api.fault(WRITE, Fault::AnswerLost.times(3));
    let looked_up = order(&api, "ann", "another", 3).await;
    assert_eq!((looked_up.status().as_u16(), cups(&api).await), (201, 4), "{looked_up}");
}

#[tokio::test]
async fn a_key_is_for_one_request_of_one_caller_and_a_day() {
    let api = start(10).await;
    let first = order(&api, "ann", "once", 1).await;
    first.assert(201);
    let other = order(&api, "ann", "once", 2).await;
    other
        .assert(422)
        .assert_body(json!({ "error": "The idempotency key was sent with another request before" }));
    let bens = order(&api, "ben", "once", 1).await;
    assert_eq!(bens.assert(201).json::<Value>()["customer"], "ben");
    api.advance(Duration::from_hours(23));
    assert_eq!(answer(&order(&api, "ann", "once", 1).await), answer(&first));
    assert_eq!((cups(&api).await, orders(&api, "ann").await), (8, 1));
    api.advance(Duration::from_hours(2));
    let next_day = order(&api, "ann", "once", 1).await;
    assert_ne!(answer(&next_day), answer(&first));
    assert_eq!((cups(&api).await, orders(&api, "ann").await), (7, 2));
}

#[tokio::test]
async fn a_request_needs_a_key_of_visible_characters() {
    let api = start(10).await;
    let ann = api.caller("ann").scope("orders:write");
    let order = json!({ "lines": [{ "sku": "cup", "quantity": "two" }] });
    let refused: Value = ann.post("/orders").json(&order).send().await.assert(400).json();
    let fields: Vec<_> =
        refused["details"].as_array().expect("details").iter().map(|one| &one["field"]).collect();
    assert_eq!(fields, ["idempotency-key", "lines[0].quantity"]);
    for key in ["", "two words", &"k".repeat(256)] {
        let refused = ann.post("/orders").header("idempotency-key", key).json(&order).send().await;
        let refused: Value = refused.assert(400).json();
        assert_eq!(refused["details"][0]["field"], "idempotency-key", "{key}: {refused}");
    }
}

#[test]
fn the_signature_is_all_that_is_granted_and_the_key_is_documented() {
    let manifest: Value = serde_json::from_str(&run(ORDERS, &["manifest"], "").stdout).expect("JSON");
    let route =
        manifest["routes"].as_array().expect("routes").iter().find(|route| route["name"] == "place_order");
    let grant = |table, actions: &[&str]| json!({ "table": table, "actions": actions });
    let expected = json!([
        grant("Idempotency", &["dynamodb:GetItem", "dynamodb:PutItem"]),
        grant("Orders", &["dynamodb:PutItem"]),
        grant("Stock", &["dynamodb:UpdateItem"]),
    ]);
    assert_eq!(route.expect("the route")["grants"], expected);
    let records =
        manifest["tables"].as_array().expect("tables").iter().find(|table| table["name"] == "Idempotency");
    assert_eq!(
        records.expect("the table"),
        &json!({
            "name": "Idempotency",
            "variable": "TABLE_NAME_IDEMPOTENCY",
            "partitionKey": { "name": "key", "type": "S" },
            "indexes": [],
            "expires": "expires",
            "source": "fingerpost::Idempotent",
        })
    );
    let document: Value = serde_json::from_str(&run(ORDERS, &["openapi"], "").stdout).expect("JSON");
    let operation = &document["paths"]["/orders"]["post"];
    let header = operation["parameters"].as_array().expect("parameters").iter();
    let header = header.into_iter().find(|known| known["name"] == "idempotency-key").expect("the header");
    let schema = json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" });
    assert_eq!((&header["required"], &header["schema"]), (&json!(true), &schema));
    assert!(
        operation["responses"]["422"]["description"]
            .as_str()
            .is_some_and(|text| text.contains("idempotency key"))
    );
}
