//! The reference API over HTTP, as a client meets it.

use std::collections::BTreeSet;

use fingerpost_tests::{Answer, Serve};
use serde_json::{Value, json};

const EVENTS: &str = env!("CARGO_BIN_EXE_events");

fn create(api: &Serve, event: &Value) -> Value {
    let created = api.send("POST", "/events", &event.to_string());
    assert_eq!(created.status, 201, "{}", created.text());
    created.json()
}

#[track_caller]
fn check_error(answer: &Answer, status: u16, error: &str) {
    assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(error)));
    assert_eq!(answer.header("content-type"), "application/json");
}

#[test]
fn the_tutorials_session_works() {
    let api = Serve::start(EVENTS);
    let created = api.send("POST", "/events", r#"{"name": "CDK Workshop", "date": "2026-06-15"}"#);
    assert_eq!(created.status, 201);
    let id = created.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(created.text(), format!(r#"{{"id":"{id}","name":"CDK Workshop","date":"2026-06-15"}}"#));
    assert_eq!(created.header("location"), format!("/events/{id}"));
    let event = json!({ "id": id, "name": "CDK Workshop", "date": "2026-06-15" });
    assert_eq!(api.call("GET", "/events").json(), json!([event]));
    assert_eq!(api.call("GET", &format!("/events/{id}")).json(), event);
    let deleted = api.call("DELETE", &format!("/events/{id}"));
    assert_eq!((deleted.status, deleted.text().as_str()), (204, ""));
    check_error(&api.call("GET", &format!("/events/{id}")), 404, "Event not found");
    check_error(&api.call("DELETE", &format!("/events/{id}")), 404, "Event not found");
}

#[test]
fn fields_come_back_in_the_order_sent_and_an_id_of_the_clients_does_not() {
    let api = Serve::start(EVENTS);
    let created = api.send("POST", "/events", r#"{"zebra":1,"id":"mine","name":"n","apple":2}"#);
    let id = created.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(created.text(), format!(r#"{{"id":"{id}","zebra":1,"name":"n","apple":2}}"#));
    let version = id.split('-').nth(2).and_then(|part| part.chars().next());
    assert_eq!((id.len(), version), (36, Some('4')), "a UUID of version 4");
}

#[test]
fn an_event_comes_back_with_every_field() {
    let api = Serve::start(EVENTS);
    let mut event = json!({
        "name": "ünïcödé 🎉 \u{0}\u{1f} \"quoted\" \\",
        "empty": "", "null": null, "yes": true, "no": false,
        "nested": { "list": [1, [2, { "deep": [] }], {}], "empty": {} },
        "numbers": [0, -1, 1.5, 0.1, -2.25e-10, 9_007_199_254_740_993_u64, u64::MAX, i64::MIN, 1e125, 1e-130],
    });
    let id = create(&api, &event)["id"].clone();
    event["id"] = id.clone();
    let got = api.call("GET", &format!("/events/{}", id.as_str().expect("text")));
    assert_eq!(got.json(), event);
    assert_eq!(got.text(), api.call("GET", &format!("/events/{}", id.as_str().expect("text"))).text());
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let api = Serve::start(EVENTS);
    let nested = |depth: usize| format!(r#"{{"name":"n","a":{}1{}}}"#, "[".repeat(depth), "]".repeat(depth));
    for body in [
        r#"{"name":"n","a":0.1234567890123456789}"#.to_owned(),
        r#"{"name":"n","a":123456789012345678901234567890}"#.to_owned(),
        r#"{"name":"n","a":[1e400]}"#.to_owned(),
        r#"{"name":"n","a":1e200}"#.to_owned(),
        r#"{"name":"n","a":1e-200}"#.to_owned(),
        r#"{"name":"n","":1}"#.to_owned(),
        nested(40),
        nested(4000),
    ] {
        let answer = api.send("POST", "/events", &body);
        assert_eq!(answer.status, 400, "{body}: {}", answer.text());
    }
    assert_eq!(api.call("GET", "/events").json(), json!([]));
}

#[test]
fn a_body_that_is_wrong_is_told_why() {
    let api = Serve::start(EVENTS);
    let post = |body: &str| api.send("POST", "/events", body);
    for body in ["{", "nope", "{\"name\":\"n\"} x", "{\"name\":\"\\ud800\"}", " "] {
        check_error(&post(body), 400, "Invalid JSON in request body");
    }
    for body in ["", "{}", r#"{"Name":"n"}"#] {
        check_error(&post(body), 400, "Missing required field: name");
    }
    check_error(&post(r#"{"name":5}"#), 400, "Field name must be a string, got number");
    check_error(&post(r#"{"name":null}"#), 400, "Field name must be a string, got null");
    let long = post(&format!(r#"{{"name":{{"{}":1}}}}"#, "k".repeat(100_000)));
    assert!(long.status == 400 && long.body.len() < 400, "{} bytes", long.body.len());
    check_error(&post("[1]"), 400, "Request body must be an object, got an array");
    let not_utf8 =
        api.request("POST", "/events", &[("content-type", "application/json")], b"{\"name\":\"\xff\"}");
    check_error(&not_utf8.expect("answers"), 400, "Invalid JSON in request body");
}

#[test]
fn a_body_declared_as_something_else_is_refused() {
    let api = Serve::start(EVENTS);
    let post = |kind: &str| {
        api.request("POST", "/events", &[("content-type", kind)], br#"{"name":"n"}"#).expect("answers")
    };
    let answer = post("application/x-www-form-urlencoded");
    check_error(
        &answer,
        415,
        "Unsupported content type: application/x-www-form-urlencoded; send application/json",
    );
    assert_eq!(post("text/plain").status, 415);
    for kind in ["application/json", "APPLICATION/JSON; charset=utf-8", "application/vnd.event+json"] {
        assert_eq!(post(kind).status, 201, "{kind}");
    }
    let undeclared = api.request("POST", "/events", &[], br#"{"name":"n"}"#).expect("answers");
    assert_eq!(undeclared.status, 201);
}

#[test]
fn an_item_over_400_kb_is_a_413() {
    let api = Serve::start(EVENTS);
    let answer = api.send("POST", "/events", &json!({ "name": "x".repeat(410 * 1024) }).to_string());
    check_error(&answer, 413, "Item is larger than DynamoDB's 400 KB");
    assert_eq!(
        api.send("POST", "/events", &json!({ "name": "x".repeat(390 * 1024) }).to_string()).status,
        201
    );
}

#[test]
fn an_id_that_cannot_be_one_is_not_found() {
    let api = Serve::start(EVENTS);
    let long = "x".repeat(3000);
    for id in ["nope", "550e8400-e29b-41d4-a716-446655440000", "a%2Fb", "%00", "%23%3F", "%FF", long.as_str()]
    {
        for method in ["GET", "DELETE"] {
            check_error(&api.call(method, &format!("/events/{id}")), 404, "Event not found");
        }
    }
}

/// Follows `Link` until there is none.
fn pages(api: &Serve, first: &str) -> Vec<Vec<Value>> {
    let mut pages = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let page = api.call("GET", &path);
        assert_eq!(page.status, 200, "{}", page.text());
        let link = page.header("link");
        next =
            link.strip_prefix('<').and_then(|link| link.strip_suffix(r#">; rel="next""#)).map(str::to_owned);
        pages.push(page.json().as_array().expect("an array").clone());
    }
    pages
}

#[test]
fn pages_hold_every_event_once_and_the_last_says_that_it_is() {
    let api = Serve::start(EVENTS);
    let created: BTreeSet<String> =
        (0..6).map(|n| create(&api, &json!({ "name": n.to_string() }))["id"].to_string()).collect();
    for (limit, sizes) in
        [(1, vec![1; 6]), (2, vec![2, 2, 2]), (4, vec![4, 2]), (6, vec![6]), (1000, vec![6])]
    {
        let pages = pages(&api, &format!("/events?limit={limit}"));
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), sizes, "limit {limit}");
        let seen: BTreeSet<String> = pages.iter().flatten().map(|event| event["id"].to_string()).collect();
        assert_eq!(seen, created, "limit {limit}");
    }
}

#[test]
fn a_bad_limit_or_cursor_is_a_400() {
    let api = Serve::start(EVENTS);
    for limit in ["0", "1001", "-1", "+1", "x", "%20", "1.0", "99999999999999999999"] {
        let answer = api.call("GET", &format!("/events?limit={}", limit.replace('+', "%2B")));
        check_error(&answer, 400, "Invalid query parameter limit: must be a whole number from 1 to 1000");
    }
    check_error(
        &api.call("GET", "/events?limit=1&limit=2"),
        400,
        "Invalid query parameter limit: given 2 times, one expected",
    );
    // Not base64; not JSON; another table's key; a key that is empty or too long.
    let long = format!(r#"{{"id":{{"S":"{}"}}}}"#, "x".repeat(3000));
    for json in ["{}", r#"{"id":{"N":"1"}}"#, r#"{"other":{"S":"1"}}"#, r#"{"id":{"S":""}}"#, &long, "[]"] {
        let cursor = base64(format!(r#"["list_events",{json}]"#).as_bytes());
        assert_eq!(api.call("GET", &format!("/events?cursor={cursor}")).status, 400, "{json}");
    }
    assert_eq!(api.call("GET", "/events?cursor=%21%21").status, 400);
}

/// URL-safe base64, so that the test does not need the library under test to make cursors.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().enumerate().fold(0_u32, |word, (n, byte)| word | u32::from(*byte) << (16 - 8 * n));
        for n in 0..=chunk.len() {
            text.push(LETTERS[(word >> (18 - 6 * n) & 63) as usize].into());
        }
    }
    text
}

#[test]
fn a_list_over_lambdas_six_megabytes_stops_before_it_and_links_on() {
    let api = Serve::start(EVENTS);
    // Quotes double inside the answer: 24 events of 180 KB are 8.6 MB.
    let quotes = "\"".repeat(90 * 1024);
    for n in 0..24 {
        create(&api, &json!({ "name": n.to_string(), "quotes": quotes }));
    }
    let pages = pages(&api, "/events");
    assert!(pages.len() > 1, "one page held everything");
    let names: BTreeSet<String> = pages.iter().flatten().map(|event| event["name"].to_string()).collect();
    assert_eq!((names.len(), pages.iter().flatten().count()), (24, 24));
}

#[test]
fn every_dynamodb_page_is_in_the_list() {
    let api = Serve::start(EVENTS);
    // Ten events of 300 KB are three of DynamoDB's 1 MB pages, and fit into one answer.
    for n in 0..10 {
        create(&api, &json!({ "name": n.to_string(), "text": "x".repeat(300 * 1024) }));
    }
    let list = api.call("GET", "/events");
    assert_eq!(list.json().as_array().map(Vec::len), Some(10));
    assert_eq!(list.header("link"), "");
}

#[test]
fn of_two_deletes_at_once_one_is_told_that_it_did() {
    let api = Serve::start(EVENTS);
    for round in 0..10 {
        let path = format!(
            "/events/{}",
            create(&api, &json!({ "name": round.to_string() }))["id"].as_str().unwrap_or_default()
        );
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let deletes = [(); 2].map(|()| scope.spawn(|| api.call("DELETE", &path).status));
            deletes.map(|delete| delete.join().expect("answers")).to_vec()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 404]);
    }
}

#[test]
fn a_preflight_is_answered_by_the_gateway() {
    let api = Serve::start(EVENTS);
    let asked = [("origin", "https://example.com"), ("access-control-request-method", "DELETE")];
    let answer = api.request("OPTIONS", "/events/42", &asked, b"").expect("answers");
    assert_eq!((answer.status, answer.text().as_str()), (204, ""));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-methods"), "*");
    assert_eq!(answer.header("access-control-allow-headers"), "authorization,content-type");
    assert_eq!(answer.header("access-control-max-age"), "600");
    assert_eq!(api.call("OPTIONS", "/events/42").status, 404, "it says where it comes from");
    assert!(api.functions().is_empty(), "no function was started for it");
}

#[test]
fn a_page_of_any_origin_may_read_what_it_is_told() {
    let api = Serve::start(EVENTS);
    for (method, path, status) in [("GET", "/events", 200), ("GET", "/events/nope", 404), ("PUT", "/", 404)] {
        let answer = api.request(method, path, &[("origin", "https://example.com")], b"").expect("answers");
        let allowed = answer.header("access-control-allow-origin");
        assert_eq!((answer.status, allowed.as_str()), (status, "*"), "{method} {path}");
        assert_eq!(api.call(method, path).header("access-control-allow-origin"), "", "{method} {path}");
    }
}
