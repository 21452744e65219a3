//! Bodies that say what to change: absent, null and a value, however deep they are nested.

use fingerpost_tests::{Function, MEMORY_GOAL, Serve, event, run};
use serde_json::{Value, json};

use crate::{FAULTS, check, check_refused};

#[test]
fn a_change_tells_absent_from_null() {
    let api = Serve::start(FAULTS);
    for (change, changed) in [
        ("{}", json!(["before", 1, null])),
        (r#"{"name":"after"}"#, json!(["after", 1, null])),
        (r#"{"seats":null}"#, json!(["before", null, null])),
        (r#"{"seats":2,"inner":null}"#, json!(["before", 2, false])),
        (r#"{"seats":2,"inner":{}}"#, json!(["before", 2, true])),
    ] {
        check(&api.send("PATCH", "/changes", change), 200, changed);
    }
    let null = api.send("PATCH", "/changes", r#"{"name":null}"#);
    check_refused(&null, 400, "Field name must not be null", ["body", "name", "must not be null"]);
    let wrong = api.send("PATCH", "/changes", r#"{"inner":{"seats":"two"}}"#);
    assert_eq!((wrong.status, &wrong.json()["details"][0]["field"]), (400, &json!("inner.seats")));
}

#[test]
fn a_change_is_described_as_what_a_body_may_lack_and_may_hold_as_null() {
    let all: Value = serde_json::from_str(&run(FAULTS, &["routes", "--json"], "").stdout).expect("JSON");
    let change = &all["components"]["schemas"]["Change"];
    assert_eq!(
        (change.get("required"), &change["properties"]["name"]["type"]),
        (None, &json!(["string", "null"]))
    );
}

#[test]
fn a_change_does_not_go_deeper_than_it_should() {
    let nested = |levels: usize| r#"{"inner":"#.repeat(levels) + "{}" + &"}".repeat(levels);
    for (body, status) in [
        (nested(32), 200),
        (nested(33), 400),
        (nested(100), 400),
        (nested(600_000), 400),
        (r#"{"inner":"#.repeat(600_000), 400),
    ] {
        let function = Function::start(FAULTS, "change", &[]);
        let answer = function.answer(event(&json!({ "body": body })));
        let peak = function.peak_memory();
        assert_eq!(answer["statusCode"], json!(status), "{body:.40}: {}", answer["body"]);
        assert!(peak < MEMORY_GOAL, "{body:.40}: {} MB", peak >> 20);
    }
}
