//! A function that decides who may call: what the manifest says of it, and what it answers API Gateway.

use fingerpost_tests::{Function, NOWHERE, aws, run};
use serde_json::{Value, json};

const GUARDED: &str = env!("CARGO_BIN_EXE_guarded");

/// What API Gateway asks an authorizer's function, by payload format 2.0.
fn event(headers: &Value, cookies: &[&str], query: &str) -> Value {
    json!({
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": "arn:aws:execute-api:eu-central-1:123456789012:abcdef123/$default/POST/measurements",
        "identitySource": ["of no concern"],
        "routeKey": "POST /measurements",
        "rawPath": "/measurements",
        "rawQueryString": query,
        "cookies": cookies,
        "headers": headers,
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abcdef123",
            "http": { "method": "POST", "path": "/measurements", "protocol": "HTTP/1.1", "sourceIp": "1.2.3.4" },
            "requestId": "id",
            "routeKey": "POST /measurements",
            "stage": "$default",
        },
        "stageVariables": null,
    })
}

fn manifest() -> Value {
    serde_json::from_str(&run(GUARDED, &["manifest"], "").stdout).expect("JSON")
}

#[test]
fn a_caller_is_let_through_with_what_is_known_or_refused() {
    let function = Function::start(GUARDED, "api_key", &[]);
    let ask = |key: &str| function.answer(event(&json!({ "x-api-key": key }), &[], ""));
    assert_eq!(
        ask("key-of-t1"),
        json!({ "isAuthorized": true, "context": { "tenant": "t1", "measures": 3 } })
    );
    let refused = json!({ "isAuthorized": false });
    assert_eq!(ask("nobody's"), refused);
    // API Gateway asks nobody where the key is missing; whoever else calls is refused.
    assert_eq!(function.answer(event(&json!({}), &[], "")), refused);
    assert_eq!(ask("key-of-t2")["isAuthorized"], true, "it goes on");
}

#[test]
fn a_failure_is_no_decision() {
    let function = Function::start(GUARDED, "api_key", &[]);
    for key in ["broken", "panic"] {
        function.send(event(&json!({ "x-api-key": key }), &[], "").to_string());
        let (path, said) = function.report();
        assert!(path.ends_with("/error"), "{path}: {said}");
        assert!(said.contains("the authorizer failed") && !said.contains("list of keys"), "{said}");
    }
    assert!(function.log().contains("the list of keys is gone"), "{}", function.log());
    // So is a database that does not answer: a refusal would be kept.
    let function = Function::start(GUARDED, "session", &aws(NOWHERE, "Sessions"));
    function.send(event(&json!({}), &["session=s1"], "hint=1").to_string());
    let (path, said) = function.report();
    assert!(path.ends_with("/error"), "{path}: {said}");
}

#[test]
fn an_authorizer_is_in_the_manifest_with_its_identity_and_grants() {
    let manifest = manifest();
    let authorizers = &manifest["api"]["authorizers"];
    let mut key = authorizers["api_key"]["function"].clone();
    assert!(key["source"].take().as_str().is_some_and(|source| source.contains("guarded.rs:")), "{key}");
    assert_eq!(
        key,
        json!({
            "identity": [{ "in": "header", "name": "x-api-key" }], "cacheSeconds": 60, "memoryMb": 256,
            "timeoutSeconds": 10, "grants": [], "source": null,
        })
    );
    let session = &authorizers["session"]["function"];
    // What may be missing is not asked for.
    assert_eq!(session["identity"], json!([{ "in": "cookie", "name": "session" }]));
    assert_eq!(session["grants"], json!([{ "table": "Sessions", "actions": ["dynamodb:GetItem"] }]));
    assert_eq!((&session["memoryMb"], &session["timeoutSeconds"]), (&json!(128), &json!(3)));
    assert_eq!(manifest["tables"][1]["name"], "Sessions");
    let routes = manifest["routes"].as_array().expect("routes");
    let names: Vec<_> = routes.iter().map(|route| route["name"].as_str().expect("a name")).collect();
    assert_eq!(
        names,
        ["draft", "greeting", "health", "keep", "measure", "pry", "start", "whoami"],
        "an authorizer is not a route"
    );
}

#[test]
fn the_manifest_of_the_construct_s_tests_is_that_of_the_source() {
    // `cargo run -p fingerpost-tests --bin guarded -- manifest --write construct/test/guarded.json`
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../construct/test/guarded.json");
    let ran = run(GUARDED, &["manifest", "--check", file], "");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn routes_and_the_document_tell_who_may_call() {
    let table = run(GUARDED, &["routes"], "").stdout;
    let auth = |path: &str| {
        let line = table.lines().find(|line| line.contains(path)).expect("a line");
        line.split_once(" s ")
            .expect("seconds")
            .1
            .trim()
            .rsplit_once("  ")
            .expect("actions")
            .0
            .trim()
            .to_owned()
    };
    assert_eq!(auth("/measurements"), "api_key");
    assert_eq!(auth("/greeting"), "jwt: greetings:read or greetings:write");
    assert_eq!(auth("/drafts/{title}"), "jwt");
    assert!(table.contains("GetItem on Drafts of the caller's `sub`"), "{table}");
    assert_eq!(auth("/whoami"), "iam");
    assert_eq!(auth("/health"), "open");
    let document: Value = serde_json::from_str(&run(GUARDED, &["openapi"], "").stdout).expect("JSON");
    let security = |path: &str, method: &str| document["paths"][path][method]["security"].clone();
    assert_eq!(security("/measurements", "post"), json!([{ "api_key": [] }]));
    assert_eq!(
        security("/greeting", "get"),
        json!([{ "jwt": ["greetings:read"] }, { "jwt": ["greetings:write"] }])
    );
    assert_eq!(security("/health", "get"), Value::Null);
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["api_key"], json!({ "type": "apiKey", "in": "header", "name": "x-api-key" }));
    assert_eq!(schemes["session"], json!({ "type": "apiKey", "in": "cookie", "name": "session" }));
    assert_eq!(schemes["iam"]["x-amazon-apigateway-authtype"], "awsSigv4");
}

#[test]
fn a_route_takes_what_the_authorizer_says() {
    let function = Function::start(GUARDED, "measure", &[]);
    let mut asked = event(&json!({}), &[], "");
    asked["requestContext"]["authorizer"] = json!({ "lambda": { "tenant": "t1", "measures": 3 } });
    assert_eq!(function.answer(&asked)["body"], "3 of t1");
    // Of another version of the authorizer, say.
    asked["requestContext"]["authorizer"] = json!({ "lambda": { "tenant": "t1" } });
    assert_eq!(function.answer(&asked)["statusCode"], 500);
    asked["requestContext"]["authorizer"] = Value::Null;
    assert_eq!(function.answer(&asked)["statusCode"], 401, "nobody is known");
}
