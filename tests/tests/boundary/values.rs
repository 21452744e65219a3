//! Values of the path, query, headers and cookies: how each type is read, and what stands for none.

use fingerpost_tests::{Answer, Function, MEMORY_GOAL, Serve, event};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[track_caller]
fn check(answer: &Answer, body: &Value) {
    assert_eq!((answer.status, &answer.json()), (200, body));
}

#[test]
fn a_value_is_read_by_from_str_and_otherwise_by_serde() {
    let api = Serve::start(FAULTS);
    let path = "/values/42/a/b%20c/d?status=in_transit&range=1-9&limit=3&sort=id&q=x&n=-1&ids=1,2&ids=3";
    let refused = api.call("GET", path);
    assert_eq!(refused.json()["details"][0]["field"], "ids", "never split on commas: {}", refused.text());
    check(
        &api.call("GET", &path.replace("1,2", "1")),
        &json!({
            "customer": 42, "rest": ["a", "b c", "d"], "status": "in_transit", "range": [1, 9], "limit": 3,
            "sort": "id", "q": "x", "n": -1, "ids": [1, 3],
        }),
    );
}

#[test]
fn what_is_not_sent_or_empty_is_none_or_its_default() {
    let api = Serve::start(FAULTS);
    let defaults = json!({
        "customer": 1, "rest": ["a"], "status": null, "range": [1, 2], "limit": 20, "sort": "placed_at",
        "q": null, "n": null, "ids": [],
    });
    check(&api.call("GET", "/values/1/a?range=1-2"), &defaults);
    let mut empty = defaults.clone();
    // A text may be empty.
    empty["q"] = json!("");
    empty["sort"] = json!("");
    check(&api.call("GET", "/values/1/a?range=1-2&status=&limit=&sort=&q&n="), &empty);
}

#[test]
fn everything_that_cannot_be_read_is_told() {
    let api = Serve::start(FAULTS);
    let answer = api.call("GET", "/values/x/a?status=lost&limit=300&n=x&ids=1&ids=y&ids=z&q=1&q=2");
    let details = answer.json()["details"].clone();
    let told = |place, field, message| json!({ "in": place, "field": field, "message": message });
    assert_eq!(
        details,
        json!([
            told("path", "customer", "must be a whole number from 0, got string \"x\""),
            told("query", "status", "must be `open` or `in_transit`, got `lost`"),
            told("query", "range", "is missing"),
            told("query", "limit", "must be a smaller number"),
            told("query", "q", "given 2 times, one expected"),
            told("query", "n", "must be a whole number"),
            told("query", "ids", "must be a whole number"),
            told("query", "ids", "must be a whole number"),
        ])
    );
    assert_eq!(answer.status, 400);
}

#[test]
fn headers_and_cookies_are_values_too() {
    let api = Serve::start(FAULTS);
    let get = |headers: &[(&str, &str)]| api.request("GET", "/carried", headers, b"").expect("answers");
    let sent = [
        ("x-tenant-id", "7"),
        ("accept-language", "de"),
        ("weights", "1, 2,3"),
        ("cookie", "session=5; ui-theme=\"open\"; other=x"),
    ];
    check(
        &get(&sent),
        &json!({ "tenant": 7, "language": "de", "weights": [1, 2, 3], "session": 5, "theme": "open" }),
    );
    check(
        &get(&[("x-tenant-id", "7"), ("cookie", "ui-theme=open; session=")]),
        &json!({ "tenant": 7, "language": null, "weights": [], "session": null, "theme": "open" }),
    );
    let refused = get(&[("weights", "1,x"), ("cookie", "session=a; session=b; UI-THEME=open")]);
    let details = refused.json()["details"].clone();
    let told = |place, field, message| json!({ "in": place, "field": field, "message": message });
    assert_eq!(
        details,
        json!([
            told("header", "x-tenant-id", "is missing"),
            told("header", "weights", "must be a whole number"),
            told("cookie", "session", "given 2 times, one expected"),
            told("cookie", "ui-theme", "is missing"),
        ])
    );
    assert_eq!(refused.json()["error"], "Missing header: x-tenant-id");
}

#[test]
fn an_optional_argument_is_none_where_it_says_so_and_only_there() {
    let api = Serve::start(FAULTS);
    let get = |path, key: Option<&'static str>| {
        let headers: Vec<_> = key.map(|key| ("x-api-key", key)).into_iter().collect();
        api.request("GET", path, &headers, b"").expect("answers")
    };
    check(&get("/maybe-key", Some("k")), &json!("k"));
    check(&get("/maybe-key", None), &Value::Null);
    let wrong = get("/maybe-key", Some("wrong"));
    assert_eq!((wrong.status, wrong.json()), (401, json!({ "error": "Unknown API key" })));
    check(&get("/any-key", Some("wrong")), &json!([{ "Err": 401 }, false]));
    check(&get("/any-key", None), &json!([{ "Err": 401 }, true]));
    // What has no details ends the request, and the mistakes before it are not told.
    let ended = get("/key/x", None);
    assert_eq!((ended.status, ended.json()), (401, json!({ "error": "No API key" })));
    check(&get("/key/1", Some("k")), &json!([1, "k"]));
}

/// A function URL's events have room for more than API Gateway's.
#[test]
fn values_by_the_million_take_no_more_than_their_share_of_memory() {
    let query = |query: String| json!({ "rawQueryString": query, "pathParameters": { "customer": "1", "rest": "a" } });
    for (handler, sent) in [
        ("values", query(format!("range=1-2&ids={}", "1&ids=".repeat(900_000)))),
        ("values", query(format!("range=1-2&{}", "q&".repeat(2_500_000)))),
        (
            "values",
            json!({ "rawQueryString": "range=1-2", "pathParameters": { "customer": "1", "rest": "/".repeat(5_000_000) } }),
        ),
        ("carried", json!({ "headers": { "weights": "1,".repeat(2_500_000) } })),
    ] {
        let function = Function::start(FAULTS, handler, &[]);
        let answer = function.answer(event(&sent));
        assert_eq!(answer["statusCode"], 400, "{handler}: {}", answer["body"]);
        let peak = function.peak_memory();
        assert!(peak < MEMORY_GOAL, "{handler}: {} MB", peak >> 20);
    }
}
