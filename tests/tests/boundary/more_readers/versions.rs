//! Versions in `If-Match`, and what a change of an older one is told.

use fingerpost_tests::Serve;
use serde_json::{Value, json};

use super::{FAULTS, check, check_refused, described, refusals};

#[test]
fn a_change_of_what_has_changed_meanwhile_is_refused() {
    let api = Serve::start(FAULTS);
    let tag = api.call("GET", "/versions").header("etag");
    let put =
        |tag: &str| api.request("PUT", "/versions?seats=1", &[("if-match", tag)], b"").expect("answers");
    check(&put(&tag), 200, json!(1));
    check(&put(" \"7\" "), 200, json!(1));
    let changed = "It has changed: if-match is not the current version";
    for tag in ["\"6\"", "W/\"7\""] {
        check_refused(&put(tag), 412, changed, ["header", "if-match", "is not the current version"]);
    }
    let one = "must be one tag in quotes, as the `etag` was";
    for (tag, message) in [
        ("7", one),
        ("*", one),
        ("", one),
        ("\"", one),
        ("W/7", one),
        ("\"6\", \"7\"", one),
        ("W/\"6\", \"7\"", one),
        ("\"seven\"", "must be a whole number"),
        ("\"\"", "must be a whole number, got an empty text"),
    ] {
        let sentence = format!("Invalid header if-match: {message}");
        check_refused(&put(tag), 400, &sentence, ["header", "if-match", message]);
    }
    let sentence = "Missing header: if-match; send the etag of the version that you change";
    check_refused(&api.call("PUT", "/versions?seats=1"), 428, sentence, ["header", "if-match", "is missing"]);
    let both = api.call("PUT", "/versions?seats=x");
    assert_eq!(
        (both.status, both.json()["details"].as_array().map(Vec::len)),
        (400, Some(2)),
        "{}",
        both.text()
    );
}

#[test]
fn a_version_may_be_optional() {
    let api = Serve::start(FAULTS);
    check(&api.call("DELETE", "/versions"), 200, Value::Null);
    let tag = [("if-match", "\"a b\"")];
    check(&api.request("DELETE", "/versions", &tag, b"").expect("answers"), 200, json!("a b"));
    let long = format!("\"{}\"", "x".repeat(8_000));
    let answer = api.request("DELETE", "/versions", &[("if-match", &long)], b"").expect("answers");
    assert_eq!((answer.status, answer.json().as_str().map(str::len)), (200, Some(8_000)));
    assert_eq!(api.request("DELETE", "/versions", &[("if-match", "a")], b"").expect("answers").status, 400);
}

#[test]
fn a_version_is_described_with_what_it_refuses() {
    let route = described("replace");
    let parameter =
        &route["parameters"].as_array().expect("parameters").iter().find(|one| one["in"] == "header");
    let parameter = parameter.expect("a header");
    assert_eq!((&parameter["name"], &parameter["required"]), (&json!("if-match"), &json!(true)));
    let statuses = refusals(&route);
    for status in [400, 412, 428] {
        assert!(statuses.as_array().expect("statuses").contains(&json!(status)), "{statuses}");
    }
    let optional = described("remove");
    assert_eq!(optional["parameters"][0]["required"], json!(false));
    assert_eq!(refusals(&optional), json!([400, 412]));
}
