//! What a client sends to types whose code fails, takes its time or breaks many rules harms nobody.

use std::time::{Duration, Instant};

use fingerpost_tests::{Function, MEMORY_GOAL, Serve, event};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// The answer to a body, of a status and at most so many bytes, in a memory and a time that are bounded.
#[track_caller]
fn check(handler: &str, body: &str, longest: usize) -> String {
    let function = Function::start(FAULTS, handler, &[]);
    let started = Instant::now();
    let answer = function.answer(event(&json!({ "body": body })));
    let took = started.elapsed();
    let text = answer["body"].as_str().expect("text").to_owned();
    assert_eq!(answer["statusCode"], 400, "{body:.60}: {text:.300}");
    assert!(text.len() <= longest, "{body:.60}: {} bytes", text.len());
    let peak = function.peak_memory();
    assert!(peak < MEMORY_GOAL, "{body:.60}: {} MB", peak >> 20);
    // It took 38 seconds of a processor, and now takes a tenth of one in a build that is not optimized.
    assert!(took < Duration::from_secs(15), "{body:.60}: {took:?}");
    text
}

#[test]
fn many_broken_rules_cost_no_more_than_a_few() {
    let others = (0..22_000).map(|n| format!(r#""{n}":0"#)).collect::<Vec<_>>().join(",");
    let zeros = vec!["0"; 28_000].join(",");
    check("many_rules", &format!(r#"{{{others},"orderNumbers":[{zeros}]}}"#), 20_000);
    check("many_rules", &format!(r#"{{"manyMore":[{}]}}"#, vec!["{}"; 330_000].join(",")), 20_000);
    let (name, items) = ("k".repeat(900_000), vec!["{}"; 6_000].join(","));
    check("many_rules", &format!(r#"{{"byName":{{"{name}":[{items}]}}}}"#), 30_000);
}

/// A value that breaks a thousand rules is refused as one that breaks one is.
#[test]
fn nothing_passes_because_too_much_of_it_is_wrong() {
    for count in [1, 300, 400, 2_000] {
        let body = format!(r#"{{"many":[{}]}}"#, vec!["{}"; count].join(","));
        let told = check("nested_rules", &body, 2_000);
        assert_eq!(
            told,
            r#"{"error":"Field many: is broken","details":[{"in":"body","field":"many","message":"is broken"}]}"#
        );
    }
}

#[test]
fn naming_what_is_broken_does_not_take_long() {
    let names: Vec<_> = (0..4_000).map(|n| format!(r#""k.{n}":[]"#)).collect();
    let broken: Vec<_> = (0..400).map(|n| format!(r#""z.{n}":[{{"a":0}}]"#)).collect();
    let body =
        format!(r#"{{"byName":{{{},{}}},"manyMore":[{{"a":"x"}}]}}"#, names.join(","), broken.join(","));
    let started = Instant::now();
    check("many_rules", &body, 40_000);
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[test]
fn what_a_client_sent_is_cut_wherever_it_is_told() {
    let expected = format!(r#"{{"count":"\", expected {}"}}"#, "\u{7f}".repeat(4_000_000));
    check("hostile_count", &expected, 2_000);
    let told = check("hostile_count", r#"{"count":"\", expected AAAAAA"}"#, 2_000);
    assert!(told.contains("must be a whole number from 0 to 4294967295, got string"), "{told}");
}

#[test]
fn a_type_that_fails_at_what_nobody_sent_does_not_fail_the_request() {
    let told = check("own_types", r#"{"prefixed":5,"numbers":[1,"x"]}"#, 2_000);
    assert!(told.contains("Field prefixed must be a string"), "{told}");
    let numbers = vec!["\"x\""; 300].join(",");
    let started = Instant::now();
    check("own_types", &format!(r#"{{"slow":"s","numbers":[{numbers}]}}"#), 20_000);
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[test]
fn an_error_whose_text_cannot_be_written_is_an_error_all_the_same() {
    let api = Serve::start_logging(FAULTS, "debug");
    for panics in ["true", "false"] {
        for status in [500, 404] {
            let answer = api.call("GET", &format!("/hostile/text/{status}?panics={panics}"));
            let error = if status == 500 { "Internal server error" } else { "It failed" };
            assert_eq!((answer.status, answer.json()), (status, json!({ "error": error })));
        }
    }
    assert!(api.log().contains("It failed: an error that cannot be written"), "{}", api.log());
}

#[test]
fn a_handler_that_panics_when_it_is_given_up_is_given_up() {
    let api = Serve::start(FAULTS);
    for _ in 0..2 {
        let answer = api.call("GET", "/hostile/bomb");
        assert_eq!((answer.status, answer.json()), (503, json!({ "error": "Internal server error" })));
    }
}

#[test]
fn who_calls_too_often_is_told_that_alone() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/hostile/limited/x");
    let details: Value = json!([{ "in": "header", "field": "x-client", "message": "asks too often" }]);
    assert_eq!((answer.status, answer.json()), (429, json!({ "error": "Slower", "details": details })));
    assert_eq!(answer.header("retry-after"), "60");
}
