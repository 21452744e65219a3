//! Events in, answers out: a function over the real Runtime API, without a gateway.

use fingerpost_tests::{Function, NOWHERE, aws, event};
use serde_json::{Value, json};

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");
const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const AWS: [(&str, &str); 5] = aws(NOWHERE, "Events");

#[test]
fn an_answer_has_everything_that_api_gateway_needs() {
    let function = Function::start(FAULTS, "typed", &[]);
    let answer = function.answer(event(&json!({
        "pathParameters": { "day": "7" },
        "rawQueryString": "times=2&tag=5",
        "headers": { "origin": "https://example.com" },
    })));
    assert_eq!(
        answer,
        json!({
            "statusCode": 200,
            "headers": {
                "content-type": "application/json",
                "vary": "origin",
                "access-control-allow-origin": "https://example.com",
                "access-control-expose-headers": "link",
                "access-control-allow-credentials": "true",
            },
            "body": r#"{"day":7,"times":2,"tag":[5]}"#,
            "isBase64Encoded": false,
        })
    );
}

#[test]
fn whatever_an_event_has_the_answer_has_a_status_and_the_process_lives() {
    let function = Function::start(FAULTS, "typed", &[]);
    for odd in [
        event(&json!({ "headers": [1], "cookies": {}, "pathParameters": 7 })),
        event(&json!({ "rawQueryString": 5, "pathParameters": { "day": 7 } })),
        event(&json!({ "requestContext": {}, "routeKey": [], "body": {} })),
    ] {
        let answer = function.answer(&odd);
        let status = answer["statusCode"].as_u64().unwrap_or_default();
        assert!((400..=599).contains(&status), "{odd}: {answer}");
        assert_eq!(answer["headers"]["content-type"], "application/json", "{odd}");
    }
    assert_eq!(function.answer(event(&json!({ "pathParameters": { "day": "7" } })))["statusCode"], 200);
}

#[test]
fn the_flag_alone_says_whether_a_body_is_in_base64() {
    let function = Function::start(FAULTS, "bytes", &[]);
    let body = |body: &str, encoded: bool| {
        let answer = function.answer(event(&json!({ "body": body, "isBase64Encoded": encoded })));
        (answer["statusCode"].clone(), answer["body"].clone(), answer["isBase64Encoded"].clone())
    };
    assert_eq!(body("aGk=", true), (json!(200), json!("hi"), json!(false)));
    assert_eq!(body("aGk=", false), (json!(200), json!("aGk="), json!(false)));
    assert_eq!(body("/w==", true), (json!(200), json!("/w=="), json!(true)));
    assert_eq!(body("not base64", true).0, json!(400));
}

#[test]
fn an_error_answer_has_cors_headers_too() {
    let function = Function::start(EVENTS, "create_event", &AWS);
    let refused = function.answer(event(&json!({ "body": "{" })));
    assert_eq!(refused["statusCode"], 400);
    assert_eq!(refused["headers"]["access-control-allow-origin"], "*");
    // Nothing listens on that port.
    let failed = function.answer(event(&json!({ "body": "{\"name\":\"n\"}" })));
    assert_eq!(
        (&failed["statusCode"], &failed["body"]),
        (&json!(503), &json!(r#"{"error":"Internal server error"}"#))
    );
    assert_eq!(failed["headers"]["access-control-allow-origin"], "*");
    assert_eq!(failed["headers"]["x-request-id"], "request-1");
}

#[test]
fn the_name_star_serves_every_route_by_its_key() {
    let function = Function::start(FAULTS, "*", &aws(NOWHERE, "Seats"));
    let call = |key: &str| function.answer(event(&json!({ "routeKey": key })));
    assert_eq!(call("GET /teapot")["statusCode"], 418);
    assert_eq!(call("GET /cookies")["cookies"], json!(["a=1", "b=2"]));
    assert_eq!(call("GET /nope")["statusCode"], 404);
}

/// A response would do harm: a queue takes one for success, and deletes its messages.
#[test]
fn what_is_not_an_api_gateways_event_fails_the_invocation_and_is_logged() {
    let function = Function::start(FAULTS, "cookies", &[]);
    let whole = event(&json!({})).to_string();
    let odd = [
        json!([]).to_string(),
        json!("text").to_string(),
        json!({}).to_string(),
        json!({ "Records": [{ "eventSource": "aws:sqs", "body": "{}" }] }).to_string(),
        json!({ "requestContext": { "elb": {} }, "httpMethod": "GET", "path": "/" }).to_string(),
        json!({ "version": "0", "source": "aws.events", "detail": {} }).to_string(),
        json!({ "version": "1.0", "requestContext": {}, "httpMethod": "GET" }).to_string(),
        event(&json!({ "requestContext": null })).to_string(),
        event(&json!({ "isBase64Encoded": "yes" })).to_string(),
        whole[..whole.len() - 1].to_owned(),
    ];
    for event in &odd {
        function.send(event.clone());
        let (path, report) = function.report();
        assert!(path.ends_with("/error"), "{event}: {path} {report}");
        let report: Value = serde_json::from_str(&report).expect("JSON");
        let sentence = report["errorMessage"].as_str().unwrap_or_default();
        assert_eq!(report["errorType"], "Runtime.NotAnEvent");
        assert!(sentence.starts_with("not an API Gateway event of payload format 2.0"), "{sentence}");
    }
    let told = function.log().matches("not an API Gateway event of payload format 2.0").count();
    assert!(told >= odd.len(), "{}", function.log());
    assert_eq!(function.answer(whole)["statusCode"], 200, "the process lives");
}

#[test]
fn a_client_context_that_cannot_be_read_ends_the_process_and_is_logged() {
    let mut function = Function::start(FAULTS, "cookies", &[]);
    assert_eq!(function.answer(event(&json!({})))["statusCode"], 200);
    let context =
        "lambda-runtime-client-context: {\"client\":1}\r\nlambda-runtime-deadline-ms: 99999999999999\r\n";
    function.send_with(context.to_owned(), event(&json!({})).to_string());
    assert_eq!(function.exit_code(), 1, "Lambda starts another");
    assert!(function.log().contains(
        "the process ends because the Runtime API is gone or sent an invocation that cannot be read"
    ));
}

#[test]
fn a_link_replaces_the_cursor_however_it_was_written_and_ends_where_it_should() {
    let function = Function::start(FAULTS, "link", &aws(NOWHERE, "Seats"));
    let link = |query: &str| {
        let answer = function.answer(event(&json!({ "routeKey": "GET /link", "rawQueryString": query })));
        answer["headers"]["link"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(link("limit=1&%63ursor=old&cursor=older"), "</link?limit=1&cursor=new>; rel=\"next\"");
    assert_eq!(
        link("a=>; rel=\"x\"&b=%3E+c&d=\u{e9}"),
        "</link?a=%3E;%20rel=%22x%22&b=%3E+c&d=%C3%A9&cursor=new>; rel=\"next\""
    );
}

/// A function URL's event: no route has been matched, and the path is still encoded.
fn unmatched(method: &str, path: &str, query: &str) -> Value {
    event(&json!({
        "routeKey": "$default", "rawPath": path, "rawQueryString": query, "pathParameters": null,
        "requestContext": { "http": { "method": method, "path": path }, "stage": "$default" },
    }))
}

#[test]
fn behind_a_function_url_a_route_matches_its_own_path() {
    let function = Function::start(FAULTS, "echo", &[]);
    let call = |method: &str, path: &str| function.answer(unmatched(method, path, "tag=1"));
    let echoed = call("PUT", "/echo/a%20b/c%2Fd");
    let body: Value = serde_json::from_str(echoed["body"].as_str().expect("text")).expect("JSON");
    assert_eq!((&body["rest"], &body["seen"]["tags"]), (&json!("a b/c/d"), &json!(["1"])));
    assert_eq!(call("PUT", "/elsewhere")["statusCode"], 404);
    let typed = Function::start(FAULTS, "typed", &[]);
    assert_eq!(typed.answer(unmatched("GET", "/typed/7", "times=2"))["statusCode"], 200);
    assert_eq!(typed.answer(unmatched("GET", "/typed/300", ""))["statusCode"], 400);
    assert_eq!(typed.answer(unmatched("POST", "/typed/7", ""))["statusCode"], 404);
}

#[test]
fn what_a_function_url_cannot_have_sent_matches_no_route() {
    let function = Function::start(FAULTS, "cookies", &[]);
    let whole = unmatched("GET", "/cookies", "");
    assert_eq!(function.answer(&whole)["statusCode"], 200);
    for (key, value) in [("rawPath", json!(null)), ("rawPath", json!(7)), ("requestContext", json!({}))] {
        let mut odd = whole.clone();
        odd[key] = value;
        assert_eq!(function.answer(&odd)["statusCode"], 404, "{odd}");
    }
    let mut empty = unmatched("GET", "/elsewhere", "");
    empty["pathParameters"] = json!({});
    assert_eq!(function.answer(&empty)["statusCode"], 404);
}

#[test]
fn behind_a_function_url_the_name_star_chooses_as_the_gateway_does() {
    let function = Function::start(FAULTS, "*", &aws(NOWHERE, "Seats"));
    let call = |method: &str, path: &str| function.answer(unmatched(method, path, ""))["statusCode"].clone();
    assert_eq!(call("GET", "/teapot"), 418);
    assert_eq!(call("POST", "/teapot"), 404);
    assert_eq!(call("GET", "/typed/7"), 200);
    assert_eq!(call("DELETE", "/echo/x"), 200, "`ANY` takes every method");
    assert_eq!(call("GET", "/nope"), 404);
}

#[track_caller]
fn check_init_error(executable: &str, handler: &str, environment: &[(&str, &str)], says: &[&str]) {
    let mut function = Function::start(executable, handler, environment);
    let (path, body) = function.report();
    assert_eq!(path, "/2018-06-01/runtime/init/error");
    let message: Value = serde_json::from_str(&body).expect("JSON");
    let message = message["errorMessage"].as_str().unwrap_or_default().to_owned();
    for part in says {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(function.exit_code(), 1);
}

#[test]
fn an_unknown_name_is_an_init_error_that_lists_the_known() {
    let all =
        ["`create_event`", "`delete_event`", "`get_event`", "`list_events`", "no route is named `nope`"];
    check_init_error(EVENTS, "nope", &[], &all);
}

#[test]
fn a_missing_variable_is_an_init_error_that_names_it() {
    check_init_error(EVENTS, "get_event", &AWS[..4], &["TABLE_NAME_EVENTS"]);
    check_init_error(EVENTS, "get_event", &AWS[1..], &["AWS_REGION"]);
    check_init_error(EVENTS, "get_event", &[AWS[0], AWS[4]], &["AWS_ACCESS_KEY_ID"]);
}

#[test]
fn a_route_without_tables_needs_no_variable_of_them() {
    let function = Function::start(FAULTS, "cookies", &[]);
    assert_eq!(function.answer(event(&json!({})))["statusCode"], 200);
}
