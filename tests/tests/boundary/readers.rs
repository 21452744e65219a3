//! Arguments that read a part of the request: what they take, and what they refuse.

use std::time::SystemTime;

use fingerpost_tests::{Answer, Function, MEMORY_GOAL, Serve, event};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

const FORM: &str = "application/x-www-form-urlencoded";

#[track_caller]
fn check(answer: &Answer, status: u16, body: Value) {
    assert_eq!((answer.status, answer.json()), (status, body));
}

#[track_caller]
fn check_refused(answer: &Answer, status: u16, sentence: &str) {
    assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(sentence)), "{}", answer.text());
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

fn submit(api: &Serve, method: &str, path: &str, form: &str) -> Answer {
    api.request(method, path, &[("content-type", FORM)], form.as_bytes()).expect("answers")
}

#[test]
fn a_form_is_read_into_a_type() {
    let api = Serve::start(FAULTS);
    for (form, booking) in [
        (
            "name=A+B%26C&seats=2&days=1&days=30&note=a,b&age=7&other=x",
            json!({ "name": "A B&C", "seats": 2, "days": [1, 30], "note": "a,b", "age": 7 }),
        ),
        (
            "&seats=2&&name=%C3%A4&note=&age=&",
            json!({ "name": "ä", "seats": 2, "days": [], "note": "", "age": null }),
        ),
    ] {
        check(&submit(&api, "POST", "/form", form), 200, booking);
    }
    let declared = [("content-type", "Application/X-WWW-Form-URLEncoded; charset=UTF-8")];
    check(&api.request("PUT", "/form", &declared, b"a=1&a=2").expect("answers"), 200, json!(2));
    check(&api.request("PUT", "/form", &[], b"a").expect("answers"), 200, json!(1));
    check(&api.call("PUT", "/form"), 200, Value::Null);
}

#[test]
fn what_is_wrong_with_a_form_is_said_of_the_field() {
    let api = Serve::start(FAULTS);
    for (form, sentence) in [
        ("", "Missing required field: name"),
        ("name=a", "Missing required field: seats"),
        ("name=a&seats=two", "Field seats must be a whole number"),
        ("name=a&seats=256", "Field seats must be a smaller number"),
        ("name=a&seats=", "Field seats must be a whole number, got an empty text"),
        ("name=a&seats=1&seats=2", "Field seats: given several times, one expected"),
        ("name=a&seats=1&days=1&days=x", "Field days[1] must be a whole number"),
        ("name=%e4&seats=1", "Request body is not UTF-8"),
    ] {
        check_refused(&submit(&api, "POST", "/form", form), 400, sentence);
    }
    let json = api.send("POST", "/form", "{}");
    check_refused(
        &json,
        415,
        "Unsupported content type: application/json; send application/x-www-form-urlencoded",
    );
    let long = submit(&api, "PUT", "/form", &"a".repeat(17));
    check_refused(&long, 413, "Request body is larger than 16 bytes");
}

#[test]
fn a_form_takes_no_more_than_its_share_of_memory() {
    let numbered = |count: usize| (0..count).map(|n| format!("{n}=")).collect::<Vec<_>>().join("&");
    let repeated = |count: usize| vec!["a"; count].join("&");
    for (form, status) in [
        (repeated(10_000), 200),
        (numbered(10_000), 200),
        (repeated(10_001), 413),
        (repeated(1_000_000), 413),
        (numbered(600_000), 413),
        ("&".repeat(4_000_000), 413),
        (format!("a={}", "%20".repeat(1_500_000)), 200),
    ] {
        let function = Function::start(FAULTS, "pairs", &[]);
        let answer = function.answer(event(&json!({ "body": form, "headers": { "content-type": FORM } })));
        let peak = function.peak_memory();
        assert_eq!(answer["statusCode"], json!(status), "{form:.20}: {}", answer["body"]);
        if status == 413 {
            assert_eq!(answer["body"], json!(r#"{"error":"Request body has more than 10000 values"}"#));
        }
        assert!(peak < MEMORY_GOAL, "{form:.20}: {} MB", peak >> 20);
    }
}

#[test]
fn a_query_string_is_read_into_a_type() {
    let api = Serve::start(FAULTS);
    let booked = api.call("GET", "/query?name=A+B%26C&seats=2&days=1&days=30&note=a,b&age=&other=x");
    let booking = json!({ "name": "A B&C", "seats": 2, "days": [1, 30], "note": "a,b", "age": null });
    check(&booked, 200, booking);
    for (query, sentence) in [
        ("", "Missing query parameter: name"),
        ("?name=a&seats=two", "Invalid query parameter seats: must be a whole number"),
        ("?name=a&seats=1&seats=2", "Invalid query parameter seats: given several times, one expected"),
        ("?name=a&seats=1&days=1&days=x", "Invalid query parameter days[1]: must be a whole number"),
        ("?name=%e4&seats=1", "Invalid query string: not UTF-8"),
    ] {
        check_refused(&api.call("GET", &format!("/query{query}")), 400, sentence);
    }
    let function = Function::start(FAULTS, "query", &[]);
    let answer = function.answer(event(&json!({ "rawQueryString": vec!["a"; 1_000_000].join("&") })));
    let error = r#"{"error":"Invalid query string: more than 10000 values"}"#;
    assert_eq!((&answer["statusCode"], &answer["body"]), (&json!(400), &json!(error)));
    assert!(function.peak_memory() < MEMORY_GOAL);
}
