//! How far the search for all mistakes of a body goes, and what it must not tell.

use fingerpost_tests::{Answer, Function, MEMORY_GOAL, Serve, event};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// The fields that a refusal names, in their order.
fn fields_of(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let details = body["details"].as_array().into_iter().flatten();
    details.map(|detail| detail["field"].as_str().expect("a field").to_owned()).collect()
}

#[test]
fn what_is_wrong_inside_is_told_too() {
    let api = Serve::start(FAULTS);
    let order = json!({
        "lines": "none",
        "shortNote": 5,
        "shipTo": { "coordinates": [1], "kind": 7, "planet": "x" },
        "payment": { "by": "Card", "number": "x" },
    });
    let order = order.to_string();
    let headers = [("x-tenant", "1")];
    let answer = api.request("POST", "/mistakes/1?limit=1", &headers, order.as_bytes()).expect("answers");
    assert_eq!(
        fields_of(&answer),
        [
            "lines",
            "shortNote",
            "shipTo.coordinates",
            "shipTo.kind",
            "shipTo.planet",
            "shipTo.street",
            "payment"
        ],
        "{}",
        answer.text()
    );
}

#[test]
fn types_with_forms_of_their_own_do_not_hide_what_comes_after() {
    let api = Serve::start(FAULTS);
    let plain =
        json!({ "id": "x", "count": -1, "flag": "yes", "tags": [1, "a", null], "inner": { "id": 7 } });
    let answer = api.send("POST", "/plain", &plain.to_string());
    assert_eq!(
        fields_of(&answer),
        ["id", "count", "flag", "tags[0]", "tags[2]", "inner.id", "inner.count", "inner.flag", "inner.tags"],
        "{}",
        answer.text()
    );
}

/// What was put in the place of a mistake is not told of.
#[test]
fn nothing_is_told_of_what_nobody_sent() {
    let api = Serve::start(FAULTS);
    let fields = |body: Value| {
        let answer = api.send("POST", "/account", &body.to_string());
        if answer.status == 204 {
            return Vec::new();
        }
        fields_of(&answer)
    };
    let card = json!({ "t": "Card", "c": { "number": 1 } });
    let fine = json!({ "qty": 5, "password": "p", "again": "p", "pay": card, "name": "n" });
    assert_eq!(fields(fine.clone()), [""; 0]);
    // The rule is the Rust field's, whose name the client does not know.
    assert_eq!(
        fields(json!({ "qty": 1, "password": "p", "again": "p", "pay": card, "name": "n" })),
        ["quantity"]
    );
    assert_eq!(
        fields(json!({ "qty": "x", "password": "p", "again": "p", "pay": card, "name": "n" })),
        ["qty"]
    );
    // The other password is not the one that was put there.
    assert_eq!(
        fields(json!({ "qty": 5, "password": 7, "again": "p", "pay": card, "name": "n" })),
        ["password"]
    );
    assert_eq!(
        fields(json!({ "qty": 5, "password": "p", "again": "q", "pay": card, "name": "n" })),
        ["again"]
    );
    // A tag that nobody sent does not say what its content lacks.
    let pay = json!({ "t": "Cash", "c": { "code": "v" } });
    assert_eq!(fields(json!({ "qty": 5, "password": "p", "again": "p", "pay": pay })), ["pay.t", "name"]);
    assert_eq!(fields(json!({})), ["qty", "password", "again", "pay", "name"]);
    // serde calls it a mistake of the syntax.
    assert_eq!(
        fields(json!({ "qty": 5, "password": "p", "again": "p", "pay": { "t": null } })),
        ["pay.t", "pay.c", "name"]
    );
}

/// A body is read again for each mistake: its size bounds how often.
#[test]
fn to_tell_all_takes_no_more_than_its_share_of_memory_and_time() {
    let wrong = json!({ "id": 1, "count": "a".repeat(1000), "tags": vec![1; 200_000] }).to_string();
    let nested = |levels| format!("{}1{}", r#"{"inner":"#.repeat(levels), "}".repeat(levels));
    let bodies = [
        wrong.clone(),
        nested(100),
        format!(r#"{{"tags":[{}]}}"#, vec!["1"; 2_500_000].join(",")),
        format!(r#"{{"inner":{{"tags":[{}1]}}}}"#, "1,".repeat(2_000)),
    ];
    for body in bodies {
        let function = Function::start(FAULTS, "plain", &[]);
        let answer = function.answer(event(&json!({ "body": body })));
        let text = answer["body"].as_str().expect("text");
        assert_eq!(answer["statusCode"], 400, "{text}");
        let details = serde_json::from_str::<Value>(text).expect("JSON")["details"].clone();
        assert!(details.as_array().is_some_and(|details| details.len() <= 100), "{body:.60}: {details}");
        let peak = function.peak_memory();
        assert!(peak < MEMORY_GOAL, "{body:.60}: {} MB", peak >> 20);
    }
}

#[test]
fn types_that_serde_reads_in_ways_of_its_own_are_told_of_truly() {
    let api = Serve::start(FAULTS);
    let fields = |path: &str, body: Value| {
        let answer = api.send("POST", path, &body.to_string());
        assert_eq!(answer.status, 400, "{body}");
        fields_of(&answer)
    };
    let shapes = |body: Value| fields("/shapes", body);
    assert_eq!(shapes(json!({ "entry": { "Card": { "number": "x" } } })), ["entry.Card.number", "n"]);
    assert_eq!(shapes(json!({ "entry": { "Moon": 1 }, "n": "x" })), ["entry", "n"]);
    // Rules of several values are told of what was sent alone.
    assert_eq!(shapes(json!({ "span": { "since": 5, "until": 1 }, "n": 1 })), ["span", "span.until"]);
    assert_eq!(shapes(json!({ "span": { "since": "x", "until": 1 }, "n": 1 })), ["span.since"]);
    assert_eq!(shapes(json!({ "span": { "since": 5 }, "n": 1 })), ["span.until"]);
    // A variant that nobody sent lacks nothing.
    assert_eq!(shapes(json!({ "pay": { "by": "Invoic", "vat": "1" }, "n": "x" })), ["pay.by", "n"]);
    assert_eq!(shapes(json!({ "pay": { "vat": "1" }, "n": 1 })), ["pay.by"]);
    assert_eq!(fields("/flat", json!({ "id": "x", "name": "n" })), ["id", "count"]);
    assert_eq!(fields("/flat", json!([1])), [""; 0], "the body as a whole");
}
