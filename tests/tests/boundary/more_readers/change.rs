//! Bodies that say what to change: absent, null and a value, however deep they are nested.

use fingerpost_tests::{Function, MEMORY_GOAL, Serve, event, run};
use serde_json::{Value, json};

use super::{FAULTS, check, check_refused};

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

#[test]
fn the_rules_of_a_change_hold_for_its_values() {
    let api = Serve::start(FAULTS);
    for (change, name) in [
        ("{}", Value::Null),
        (r#"{"name":null,"seats":null,"inner":null}"#, Value::Null),
        (r#"{"name":"12345678","seats":200,"inner":{"seats":1}}"#, json!("12345678")),
    ] {
        check(&api.send("PUT", "/changes", change), 200, name);
    }
    let wrong = r#"{"name":"\u00e4","seats":201,"inner":{"name":"","seats":"x","inner":{"seats":201}}}"#;
    let refused = api.send("PUT", "/changes", wrong);
    let answer = refused.json();
    let details = answer["details"].as_array().expect("details").iter();
    let mut fields: Vec<_> = details.map(|detail| detail["field"].as_str().expect("a name")).collect();
    fields.sort_unstable();
    assert_eq!(
        (refused.status, fields),
        (400, vec!["inner.inner.seats", "inner.name", "inner.seats", "name", "seats"])
    );
}
