//! Cookies, by name and as a typed header, and by the thousand.

use fingerpost_tests::{Function, MEMORY_GOAL, Serve, event};
use serde_json::{Value, json};

use super::{FAULTS, check};

#[test]
fn cookies_are_a_header_with_a_type_too() {
    let api = Serve::start(FAULTS);
    let call =
        |cookie: &str| api.request("GET", "/typed-cookies", &[("cookie", cookie)], b"").expect("answers");
    check(&call("theme=dark; session=a"), 200, json!("a"));
    check(&api.call("GET", "/typed-cookies"), 200, Value::Null);
    let by_name =
        |cookie: &str| api.request("GET", "/cookies-by-name", &[("cookie", cookie)], b"").expect("answers");
    check(&by_name("theme=\"dark\"; session=a; x"), 200, json!(["a", "dark"]));
}

#[test]
fn cookies_by_the_thousand_take_no_more_than_their_share_of_memory() {
    for (route, cookie, status) in [
        ("cookies_by_name", "", 200),
        ("cookies_by_name", "session=", 400),
        ("cookies_by_name", "session=abc", 400),
        ("typed_cookies", "a=", 200),
        ("typed_cookies", "session=abc", 200),
    ] {
        let function = Function::start(FAULTS, route, &[]);
        let count = 5_500_000 / (cookie.len() + 3);
        let answer = function.answer(event(&json!({ "cookies": vec![cookie; count] })));
        let peak = function.peak_memory();
        assert_eq!(answer["statusCode"], json!(status), "{count} times {cookie}: {}", answer["body"]);
        assert!(peak < MEMORY_GOAL, "{count} times {cookie}: {} MB", peak >> 20);
    }
}

#[test]
fn cookies_that_no_gateway_sends_are_none() {
    let function = Function::start(FAULTS, "cookies_by_name", &[]);
    for cookies in
        [json!([1, "session=a"]), json!({ "session=a": 1 }), json!("session"), json!([["session=a"]])]
    {
        let answer = function.answer(event(&json!({ "cookies": cookies })));
        assert_eq!(answer["statusCode"], json!(200), "{cookies}: {answer}");
    }
    let answer = function.answer(event(&json!({ "cookies": ["session=\"a\\b\"", "theme=\u{e4}"] })));
    assert_eq!(answer["body"], json!(json!(["a\\b", "\u{e4}"]).to_string()));
}
