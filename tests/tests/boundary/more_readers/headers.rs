//! Headers as the types of the crate `headers`.

use fingerpost_tests::{Function, Serve, event};
use serde_json::{Value, json};

use super::{FAULTS, check, check_refused, described, refusals};

#[test]
fn a_header_is_read_as_its_type() {
    let api = Serve::start(FAULTS);
    let call = |headers: &[(&str, &str)]| api.request("GET", "/typed-header", headers, b"").expect("answers");
    let token = format!("Bearer {}", "x".repeat(8_000));
    let answer =
        call(&[("authorization", &token), ("cache-control", "max-age=0"), ("cache-control", "no-store")]);
    assert_eq!(answer.header("cache-control"), "no-cache");
    check(&answer, 200, json!(["127.0.0.1", 8_000, true]));
    check(&call(&[("authorization", "Bearer a")]), 200, json!(["127.0.0.1", 1, false]));
    let missing = ["header", "authorization", "is missing"];
    check_refused(&call(&[]), 400, "Missing header: authorization", missing);
    let unread = ["header", "authorization", "cannot be read"];
    let sentence = "Invalid header authorization: cannot be read";
    check_refused(&call(&[("authorization", "Basic a")]), 400, sentence, unread);
    let function = Function::start(FAULTS, "typed_header", &[]);
    for token in ["Bearer \u{e4}", "Bearer\n", "\0", ""] {
        let headers = json!({ "host": "a", "authorization": token });
        let answer = function.answer(event(&json!({ "headers": headers })));
        assert_eq!(answer["statusCode"], json!(400), "{token:?}: {answer}");
    }
}

#[test]
fn a_typed_header_is_described_by_its_name() {
    let route = described("typed_header");
    let parameters = route["parameters"].as_array().expect("parameters").iter();
    let named: Value = parameters.map(|one| json!([one["in"], one["name"], one["required"]])).collect();
    let expected = json!([
        ["header", "authorization", true],
        ["header", "cache-control", false],
        ["header", "host", true]
    ]);
    assert_eq!((named, refusals(&route)), (expected, json!([400])));
    assert_eq!(route["answers"][0]["headers"][0]["name"], "cache-control");
}

#[test]
fn a_header_that_its_type_is_strict_about_is_a_clear_400() {
    let function = Function::start(FAULTS, "typed_tag", &[]);
    for (tag, status) in
        [("\"a\"", 200), ("a", 400), ("\"a b\"", 400), ("\"\u{e4}\"", 200), ("\"a\n\"", 400), ("", 400)]
    {
        let answer = function.answer(event(&json!({ "headers": { "etag": tag } })));
        assert_eq!(answer["statusCode"], json!(status), "{tag}: {answer}");
    }
}
