//! What is around a handler: the state that was made before it, the layers, and the time that it has.

use std::process::Command;
use std::time::{Duration, Instant};

use fingerpost_tests::{Answer, Function, Serve, event};
use serde_json::{Value, json};

const AROUND: &str = env!("CARGO_BIN_EXE_around");

const MASKED: &str = r#"{"error":"Internal server error"}"#;

/// An answer to a request with this `x-inner`, which tells the inner layer what to do.
fn inner(api: &Serve, does: &str, path: &str) -> Answer {
    api.request("GET", path, &[("x-inner", does), ("origin", "https://example.com")], b"").expect("answers")
}

#[track_caller]
fn check(answer: &Answer, status: u16, body: &str) {
    assert_eq!((answer.status, answer.text()), (status, body.to_owned()));
}

#[test]
fn the_layers_are_around_each_other_in_the_order_in_which_they_are_given() {
    let api = Serve::start(AROUND);
    let answer = api.request("GET", "/things/7", &[("x-stamp", "1")], b"").expect("answers");
    check(&answer, 200, "7");
    assert_eq!(answer.header("x-order"), "inner, outer");
    assert_eq!(answer.header("x-stamp"), "a layer that keeps something");
    assert_eq!(answer.header("x-seen"), "GET /things/7 thing /things/{number} 200 1");
}

#[test]
fn a_layer_sees_every_answer_and_adds_to_it() {
    let api = Serve::start(AROUND);
    let invalid = concat!(
        r#"{"error":"Invalid path parameter number: must be a whole number","#,
        r#""details":[{"in":"path","field":"number","message":"must be a whole number"}]}"#
    );
    for (path, status, body, seen) in [
        ("/things/0", 404, r#"{"error":"No such thing"}"#, "thing /things/{number} 404 25"),
        ("/things/x", 400, invalid, "thing /things/{number} 400 143"),
        ("/panics", 500, MASKED, "panics /panics 500 33"),
        ("/tagged", 200, "1", "tagged /tagged 200 1"),
    ] {
        let answer = inner(&api, "", path);
        check(&answer, status, body);
        assert_eq!(answer.header("x-seen"), format!("GET {path} {seen}"));
        assert_eq!(answer.header("x-order"), "inner, outer", "{path}");
        assert_eq!(
            (answer.header("x-cors-seen").as_str(), answer.header("access-control-allow-origin").as_str()),
            ("0", "*")
        );
    }
    assert_ne!(inner(&api, "", "/panics").header("x-request-id"), "");
    let known = api.request("GET", "/tagged", &[("if-none-match", "\"1\"")], b"").expect("answers");
    assert_eq!((known.status, known.header("x-seen")), (304, "GET /tagged tagged /tagged 304 0".to_owned()));
    let nowhere = api.call("GET", "/nowhere");
    assert_eq!(
        (nowhere.status, nowhere.header("x-order")),
        (404, String::new()),
        "the gateway answers by itself"
    );
}

#[test]
fn a_layer_answers_instead_of_the_handler() {
    let api = Serve::start(AROUND);
    let refused = inner(&api, "refuse", "/things/7");
    check(&refused, 402, r#"{"error":"Pay first"}"#);
    assert_eq!((refused.header("x-price"), refused.header("x-order")), ("1".into(), "outer".into()));
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    check(&inner(&api, "instead", "/panics"), 203, "from the layer");
    let changed = inner(&api, "change", "/things/7");
    check(&changed, 202, "7");
    assert_eq!(changed.header("content-type"), "text/odd");
}

#[test]
fn what_goes_wrong_in_a_layer_is_an_answer_that_the_outer_one_sees() {
    let api = Serve::start(AROUND);
    for (does, told) in [
        ("fail", "invalid digit found in string"),
        ("panic", "a layer around `thing` panicked"),
        ("panic-after", "a layer around `thing` panicked"),
        ("break", "header `x-split` has a control character in its value"),
    ] {
        let answer = inner(&api, does, "/things/7");
        check(&answer, 500, MASKED);
        assert_eq!(answer.header("content-type"), "application/json", "{does}");
        assert_ne!(answer.header("x-request-id"), "", "{does}");
        assert_eq!(answer.header("x-order"), "outer", "{does}");
        assert_eq!(answer.header("x-seen"), "GET /things/7 thing /things/{number} 500 33", "{does}");
        assert!(api.log().contains(told), "{does}: {}", api.log());
    }
    check(&api.call("GET", "/things/7"), 200, "7");
}

#[test]
fn a_handler_is_given_up_before_its_timeout_whatever_it_waits_for() {
    let api = Serve::start(AROUND);
    for path in ["/sleeps", "/busy"] {
        let started = Instant::now();
        let answer = inner(&api, "wait-after", path);
        let took = started.elapsed();
        check(&answer, 503, MASKED);
        let route = &path[1..];
        assert_eq!(answer.header("x-seen"), format!("GET {path} {route} {path} 503 33"), "a layer sees it");
        assert_ne!(answer.header("x-request-id"), "");
        let log = api.log();
        assert!(log.contains(&format!("route `{route}` was given up just before its timeout")), "{log}");
        assert!(!log.contains("Task timed out"), "{took:?}: {log}");
    }
}

#[test]
fn layers_are_given_up_before_the_timeout_too() {
    let function = Function::start(AROUND, "thing", &[]);
    let thing = event(&json!({ "pathParameters": { "number": "7" }, "headers": { "x-inner": "hang" } }));
    let started = Instant::now();
    let answer = function.answer_within(Duration::from_secs(3), thing);
    assert_eq!((&answer["statusCode"], &answer["body"]), (&json!(503), &json!(MASKED)));
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    // It had its layers' moment beyond what the handler has, and nobody saw its end.
    assert!(started.elapsed() > Duration::from_millis(2_500), "{:?}", started.elapsed());
    assert_eq!(answer["headers"]["x-order"], Value::Null);
}

#[test]
fn a_deadline_says_what_is_left() {
    let api = Serve::start(AROUND);
    let times = api.call("GET", "/deadline").json();
    let [left, later, apart] = [0, 1, 2].map(|at| times[at].as_u64().expect("milliseconds"));
    // Two seconds, less the fifth in which it is given up.
    assert!((1_000..=1_600).contains(&left), "{times}");
    assert!((1_000..=left - 50).contains(&later), "{times}");
    assert!(apart <= 5, "{times}");
}

#[test]
fn a_runtime_that_sets_no_deadline_leaves_fifteen_minutes() {
    let function = Function::start(AROUND, "deadline", &[]);
    for deadline in ["5000", "99999999999999"] {
        function
            .send_with(format!("lambda-runtime-deadline-ms: {deadline}\r\n"), event(&json!({})).to_string());
        let (_, answer) = function.report();
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        let times: Vec<u64> = serde_json::from_str(answer["body"].as_str().expect("text")).expect("numbers");
        assert!((890_000..=900_000).contains(&times[0]), "{deadline}: {times:?}");
    }
}

#[test]
fn a_state_is_made_once_and_shared_by_the_routes_of_a_process() {
    let function = Function::start(AROUND, "*", &[]);
    let call =
        |path: &str| function.answer(event(&json!({ "routeKey": format!("GET {path}") })))["body"].clone();
    assert_eq!(call("/state"), json!("[1,0,1]"));
    assert_eq!(call("/state/other"), json!("[1,0,2]"));
    assert_eq!(call("/state"), json!("[1,0,3]"));
}

#[test]
fn a_route_that_takes_no_state_makes_none() {
    for loader in ["", "fails", "missing"] {
        let function = Function::start(AROUND, "stateless", &[("LOADER", loader)]);
        assert_eq!(function.answer(event(&json!({})))["body"], json!("0"), "{loader}");
    }
}

#[track_caller]
fn check_init_error(loader: &str, why: &str) {
    let mut function = Function::start(AROUND, "state", &[("LOADER", loader)]);
    let started = Instant::now();
    let (path, report) = function.report();
    assert_eq!(path, "/2018-06-01/runtime/init/error");
    assert!(started.elapsed() < Duration::from_secs(10), "within Lambda's init");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["errorMessage"], json!(format!("route `state`: {why}")));
    assert_eq!(function.exit_code(), 1);
}

#[test]
fn a_state_that_cannot_be_made_is_an_init_error() {
    const NAME: &str = "State<around::loaders::Shared>";
    check_init_error("fails", &format!("`{NAME}` was not loaded: invalid digit found in string"));
    check_init_error("panics", &format!("`{NAME}` was not loaded: its loader panicked"));
    check_init_error("missing", &format!("it takes `{NAME}`, and no `Api::state` gives one"));
    let late = "init took 9 seconds, and Lambda gives it 10";
    check_init_error("hangs", &format!("`{NAME}` was not loaded: {late}"));
}

/// What `manifest` says of the API with this loader.
fn manifest(loader: &str) -> (bool, String) {
    let output = Command::new(AROUND).arg("manifest").env("LOADER", loader).output().expect("starts");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_manifest_refuses_a_route_whose_state_nothing_gives() {
    let (made, said) = manifest("missing");
    assert!(!made, "{said}");
    let (before, after) = said.split_once("tests/src/bin/around/routes.rs:").expect("a place in the source");
    let taker = "takes `State<Shared>`, but the API `around` is given no `Shared`: ";
    assert!(before.contains(taker), "{said}");
    let advice =
        "; write `.state(load)` behind its `Api::new(…)`, where `load` is an `async fn() -> Result<Shared>`";
    assert!(after.contains(advice), "{said}");
}

#[test]
fn the_manifest_refuses_two_states_of_one_type() {
    let (made, said) = manifest("twice");
    let refusal = "the API `around` is given two states of the type `Shared`, and `State<Shared>` can mean one; \
                   give one of them a type of its own";
    assert!(!made && said.contains(refusal), "{said}");
    assert!(manifest("").0);
}

#[test]
fn the_description_says_that_layers_may_refuse_more() {
    let output = Command::new(AROUND).args(["routes", "--json"]).output().expect("starts");
    let described: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for route in described["routes"].as_array().expect("routes") {
        assert_eq!(route["refusesMore"], json!(true), "{route}");
        assert_eq!(route["readsMore"], Value::Null, "a state and a deadline read nothing: {route}");
    }
}
