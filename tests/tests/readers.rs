//! Arguments that read a part of the request: what they take, and what they refuse.

use std::time::SystemTime;

use fingerpost_tests::{Answer, Function, Serve, event};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[track_caller]
fn check(answer: &Answer, status: u16, body: Value) {
    assert_eq!((answer.status, answer.json()), (status, body));
}

#[track_caller]
fn check_refused(answer: &Answer, status: u16, sentence: &str) {
    check(answer, status, json!({ "error": sentence }));
}

#[test]
fn a_request_has_the_context_that_the_gateway_gives_it() {
    let api = Serve::start(FAULTS);
    let answer = api.request("GET", "/context", &[("user-agent", "tests/1")], b"").expect("answers");
    let context = answer.json();
    assert_eq!(context["requestId"], json!(answer.header("apigw-requestid")));
    assert_eq!(context["sourceIp"], json!("127.0.0.1"));
    assert_eq!(context["userAgent"], json!("tests/1"));
    assert_eq!(context["stage"], json!("$default"));
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs();
    let seconds = context["seconds"].as_u64().expect("a time");
    assert!(now.abs_diff(seconds) < 60, "{seconds} is not {now}");
}

#[test]
fn a_part_that_an_event_does_not_have_is_none() {
    let function = Function::start(FAULTS, "context", &[]);
    let odd = json!({ "http": { "sourceIp": "nowhere", "userAgent": "" }, "timeEpoch": "then", "stage": 1 });
    for context in [json!({}), json!({ "http": [], "timeEpoch": -1 }), odd] {
        let answer = function.answer(event(&json!({ "requestContext": context })));
        let body: Value = serde_json::from_str(answer["body"].as_str().expect("text")).expect("JSON");
        let parts = body.as_object().expect("an object");
        assert_eq!((parts.len(), parts.values().all(Value::is_null)), (5, true), "{context}: {body}");
    }
}

#[test]
fn a_text_is_taken_as_it_was_sent() {
    let api = Serve::start(FAULTS);
    for text in ["", "two\r\nlines, and \"quotes\"", "\u{1f30d} ä", "{\"a\":1}"] {
        check(&api.send("POST", "/text", text), 200, json!(text));
    }
    check(&api.send("PUT", "/text", "short"), 200, json!("short"));
    check(&api.call("PUT", "/text"), 200, Value::Null);
}

#[test]
fn a_text_is_held_to_utf_8_and_to_the_limit() {
    let api = Serve::start(FAULTS);
    for method in ["POST", "PUT"] {
        let latin = [("content-type", "text/plain; charset=iso-8859-1")];
        let answer = api.request(method, "/text", &latin, b"\xe4").expect("answers");
        check_refused(&answer, 400, "Request body is not UTF-8");
    }
    check(&api.send("PUT", "/text", &"x".repeat(16)), 200, json!("x".repeat(16)));
    check_refused(&api.send("PUT", "/text", &"x".repeat(17)), 413, "Request body is larger than 16 bytes");
    check_refused(
        &api.send("POST", "/text", &"x".repeat(1_048_577)),
        413,
        "Request body is larger than 1048576 bytes",
    );
}
