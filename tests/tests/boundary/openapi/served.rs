//! `GET /openapi.json` of `serve`.

use std::process::Command;

use fingerpost_tests::{Serve, run};
use serde_json::{Value, json};

use super::{DOCUMENTED, EVENTS, document};

#[test]
fn serve_answers_with_the_document_and_says_where_it_is_served() {
    let api = Serve::start(EVENTS);
    let answer = api.call("GET", "/openapi.json");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json".to_owned()));
    let mut served = answer.json();
    assert_eq!(served["servers"].take(), json!([{ "url": api.url() }]));
    served.as_object_mut().expect("an object").shift_remove("servers");
    assert_eq!(served, document(EVENTS, ""));
    assert_eq!(document(EVENTS, "")["servers"], Value::Null, "what is checked in names no server");
    assert!(!run(EVENTS, &["routes"], "").stdout.contains("openapi"), "it is no route");
}

#[test]
fn the_document_is_held_to_what_every_request_is_held_to() {
    let api = Serve::start(EVENTS);
    let get = |headers: &[(&str, &str)]| api.request("GET", "/openapi.json", headers, b"").expect("answers");
    assert_eq!(get(&[("origin", "https://a.example")]).header("access-control-allow-origin"), "*");
    assert_eq!(get(&[("host", "evil.example")]).status, 403);
    for (method, path) in
        [("POST", "/openapi.json"), ("HEAD", "/openapi.json"), ("GET", "/openapi.json/"), ("GET", "/openapi")]
    {
        assert_eq!(api.call(method, path).status, 404, "{method} {path}");
    }
}

#[test]
fn a_route_of_that_path_is_the_one_that_answers() {
    let api = Serve::start(DOCUMENTED);
    assert_eq!(api.call("GET", "/openapi.json").text(), "mine");
}

/// Its manifest does not say what its routes take and give.
#[test]
fn another_executable_has_no_document() {
    let mut command = Command::new(DOCUMENTED);
    command.env("RUST_LOG", "info");
    let api = Serve::start_with(command, &["--in-memory", "--binary", EVENTS]);
    assert_eq!(api.call("GET", "/openapi.json").status, 404);
    assert_eq!(api.call("GET", "/events").status, 200);
}
