//! What answers of DynamoDB's cost: memory, for pages that take much once they are parsed, and
//! further calls, for what a batch leaves.

use std::time::Duration;

use fingerpost_tests::{MEMORY_GOAL, event};
use serde_json::{Value, json};

use super::scripted::{Reply, Scripted};
use super::{EVENTS, FAULTS};

#[test]
fn a_page_that_takes_too_much_memory_is_asked_for_again_in_parts() {
    // 1 MB as DynamoDB counts, and 80 MB once it is parsed: maps in maps.
    // A key that parsers reserve, as another writer may have stored one, changes nothing.
    let chain = (0..29).fold(json!({ "N": "0" }), |inner, _| json!({ "M": { "a": inner } }));
    let page = |items: usize| {
        let item = |id: usize| {
            json!({ "id": { "S": id.to_string() }, "name": { "S": "n" }, "a": { "L": vec![chain.clone(); 2_000] },
            "$serde_json::private::RawValue": { "S": "z" } })
        };
        let items: Vec<Value> = (0..items).map(item).collect();
        Reply::Json(200, json!({ "Items": items, "Count": items.len(), "ScannedCount": items.len() }))
    };
    let database = Scripted::start(&[page(4), page(1)]);
    let function = database.function(EVENTS, "list_events");
    let list = event(&json!({ "routeKey": "GET /events", "pathParameters": null }));
    let answer = function.answer(&list);
    assert_eq!((&answer["statusCode"], database.calls()), (&200.into(), 2));
    let peak = function.peak_memory();
    assert!(peak < MEMORY_GOAL, "{} MB", peak >> 20);
}

#[test]
fn an_answer_without_an_end_is_given_up_before_it_fills_the_memory() {
    for route in ["get_event", "list_events"] {
        let database = Scripted::start(&[Reply::Endless]);
        let function = database.function(EVENTS, route);
        let answer = function.answer_within(Duration::from_secs(20), event(&json!({})));
        assert_eq!(answer["body"], json!({ "error": "Internal server error" }).to_string());
        assert_eq!(database.calls(), 1, "it would be as long again");
        let peak = function.peak_memory();
        assert!(peak < MEMORY_GOAL, "{route}: {} MB", peak >> 20);
    }
}

#[test]
fn a_list_is_cut_into_pages_by_the_memory_that_they_take() {
    let list = vec![json!({ "L": [{ "N": "0" }] }); 38_000];
    let item = json!({ "id": { "S": "1" }, "name": { "S": "n" }, "a": { "L": list } });
    let page = json!({ "Items": [item], "Count": 1, "LastEvaluatedKey": { "id": { "S": "1" } } });
    let database = Scripted::start(&[Reply::Json(200, page)]);
    let function = database.function(EVENTS, "list_events");
    let answer = function.answer(event(&json!({ "routeKey": "GET /events", "pathParameters": null })));
    let listed: Vec<Value> = serde_json::from_str(answer["body"].as_str().expect("text")).expect("JSON");
    assert_eq!((&answer["statusCode"], listed.len(), database.calls()), (&200.into(), 1, 2));
    assert_ne!(answer["headers"]["link"], Value::Null);
    let peak = function.peak_memory();
    assert!(peak < MEMORY_GOAL, "{} MB", peak >> 20);
}

#[test]
fn what_a_batch_leaves_is_written_by_the_next() {
    let left = |numbers: &[u32]| {
        let put = |number: &u32| {
            let item = json!({ "eventName": { "S": "gala" }, "no": { "N": number.to_string() } });
            json!({ "PutRequest": { "Item": item } })
        };
        let left: Vec<Value> = numbers.iter().map(put).collect();
        Reply::Json(200, json!({ "UnprocessedItems": { "Table": left } }))
    };
    let nothing_left = Reply::Json(200, json!({ "UnprocessedItems": {} }));
    let row = json!({
        "routeKey": "POST /rows/{event}",
        "pathParameters": { "event": "gala" },
        "rawQueryString": "count=3&bytes=1",
    });
    let database = Scripted::start(&[left(&[1, 2, 3]), left(&[2]), nothing_left]);
    assert_eq!(database.function(FAULTS, "fill_row").answer(event(&row))["statusCode"], 204);
    assert_eq!(database.calls(), 3);

    let throttled = Scripted::start(&[left(&[1, 2, 3])]);
    let answer = throttled.function(FAULTS, "fill_row").answer(event(&row));
    assert_eq!((&answer["statusCode"], throttled.calls()), (&503.into(), 7));
}
