//! Functions that decide who may call.

use serde_json::{Value, json};

use super::api::{Desk, get, manifest, refusal};

const UNAUTHORIZED: &str = r#"401 {"message":"Unauthorized"} "#;
const FORBIDDEN: &str = r#"403 {"message":"Forbidden"} "#;
const FAILED: &str = r#"500 {"message":"Internal Server Error"} "#;

#[test]
fn a_function_decides_and_its_context_is_in_the_event() {
    let desk = Desk::new(&manifest());
    let api = desk.serve();
    let call = |headers: &[(&str, &str)]| get(&api, "/keyed/7?a=1&a=2", headers);
    assert_eq!(refusal(&call(&[])), UNAUTHORIZED);
    assert_eq!(refusal(&call(&[("x-api-key", "")])), UNAUTHORIZED);
    assert_eq!(desk.asked(), Vec::<Value>::new(), "without an identity nobody is asked");
    let event = call(&[("x-api-key", "good"), ("cookie", "c=1")]).json();
    let context = json!({ "lambda": { "tenant": "t1", "level": 3 } });
    assert_eq!(event["requestContext"]["authorizer"], context);
    assert_eq!(refusal(&call(&[("x-api-key", "bad")])), FORBIDDEN);
    let plain = call(&[("x-api-key", "plain")]).json();
    assert_eq!(plain["requestContext"]["authorizer"], json!({ "lambda": null }));
    for malformed in ["word", "empty", "policy", "list", "unknown"] {
        assert_eq!(refusal(&call(&[("x-api-key", malformed)])), FAILED, "{malformed}: {}", api.log());
    }
}

#[test]
fn a_function_that_fails_lets_nobody_in_and_goes_on() {
    let mut manifest = manifest();
    manifest["api"]["authorizers"]["api_key"]["function"]["timeoutSeconds"] = json!(1);
    let desk = Desk::new(&manifest);
    let api = desk.serve();
    let call = |key: &str| get(&api, "/keyed/7", &[("x-api-key", key)]);
    for key in ["hangs", "crashes", "too much", "nobody's"] {
        assert_eq!(refusal(&call(key)), FAILED, "{key}: {}", api.log());
        assert_eq!(call("good").status, 200, "after {key}: {}", api.log());
    }
    let event = call("a lot").json();
    let context = event["requestContext"]["authorizer"]["lambda"]["more"].as_str();
    assert_eq!(context.map(str::len), Some(1_000_000));
}

#[test]
fn a_function_is_asked_with_the_payload_of_api_gateway() {
    let desk = Desk::new(&manifest());
    let api = desk.serve();
    get(&api, "/keyed/7?a=1&a=2", &[("x-api-key", "good"), ("cookie", "c=1")]);
    let event = &desk.asked()[0];
    for (key, expected) in [
        ("/version", json!("2.0")),
        ("/type", json!("REQUEST")),
        ("/routeArn", json!("arn:aws:execute-api:us-east-1:000000000000:local/$default/GET/keyed/7")),
        ("/identitySource", json!(["good", "GET /keyed/{id}"])),
        ("/routeKey", json!("GET /keyed/{id}")),
        ("/rawPath", json!("/keyed/7")),
        ("/rawQueryString", json!("a=1&a=2")),
        ("/cookies", json!(["c=1"])),
        ("/headers/x-api-key", json!("good")),
        ("/queryStringParameters", json!({ "a": "1,2" })),
        ("/pathParameters", json!({ "id": "7" })),
        ("/requestContext/http/method", json!("GET")),
        ("/requestContext/stage", json!("$default")),
    ] {
        assert_eq!(event.pointer(key), Some(&expected), "{key}: {event}");
    }
    for absent in ["/body", "/isBase64Encoded", "/requestContext/authorizer"] {
        assert_eq!(event.pointer(absent), None, "{absent}");
    }
}

#[test]
fn a_decision_holds_for_the_same_parts_and_route_and_for_nothing_else() {
    let desk = Desk::new(&manifest());
    let api = desk.serve();
    let mut calls = 0;
    let mut check = |path: &str, key: &str, status: u16, asked: usize| {
        calls += 1;
        assert_eq!(get(&api, path, &[("x-api-key", key)]).status, status, "call {calls}");
        assert_eq!(desk.asked().len(), asked, "call {calls}");
    };
    check("/keyed/7", "good", 200, 1);
    check("/keyed/7", "good", 200, 1);
    check("/keyed/8", "good", 200, 1);
    check("/keyed", "good", 200, 2);
    check("/keyed/7", "bad", 403, 3);
    check("/keyed/7", "bad", 403, 3);
    check("/keyed/7", "plain", 200, 4);
    // What failed is tried again.
    check("/keyed/7", "word", 500, 5);
    check("/keyed/7", "word", 500, 6);
}

#[test]
fn without_a_cache_a_function_is_asked_every_time() {
    let mut manifest = manifest();
    manifest["api"]["authorizers"]["api_key"]["function"]["cacheSeconds"] = json!(0);
    let desk = Desk::new(&manifest);
    let api = desk.serve();
    for asked in 1..=3 {
        assert_eq!(get(&api, "/keyed", &[("x-api-key", "good")]).status, 200);
        assert_eq!(desk.asked().len(), asked);
    }
    assert_eq!(desk.asked()[0]["identitySource"], json!(["good"]));
}

#[test]
fn cookies_query_and_path_are_parts_to_decide_by() {
    let mut manifest = manifest();
    let function = &mut manifest["api"]["authorizers"]["api_key"]["function"];
    function["identity"] = json!([
        { "in": "header", "name": "x-api-key" }, { "in": "cookie", "name": "c" }, { "in": "query", "name": "a" },
        { "in": "path", "name": "id" },
    ]);
    let desk = Desk::new(&manifest);
    let api = desk.serve();
    let key = ("x-api-key", "good");
    assert_eq!(get(&api, "/keyed/7?a=1", &[key]).status, 401, "no cookie");
    assert_eq!(get(&api, "/keyed/7", &[key, ("cookie", "c=1")]).status, 401, "no query");
    assert_eq!(get(&api, "/keyed/7?a=1&a=2", &[key, ("cookie", "c=1; d=2")]).status, 200, "{}", api.log());
    let expected = json!(["good", "c=1; d=2", "1,2", "/keyed/7", "GET /keyed/{id}"]);
    assert_eq!(desk.asked()[0]["identitySource"], expected);
}
