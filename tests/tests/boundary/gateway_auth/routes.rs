//! Routes with and without an authorizer, to callers with a token that is right and without one.

use serde_json::{Value, json};

use super::api::{AUDIENCE, Desk, ISSUER, get, manifest, refusal};

const MISSING: &str = r#"401 {"message":"Unauthorized"} Bearer"#;

#[test]
fn a_guarded_route_takes_tokens_of_the_local_issuer_and_an_open_one_asks_for_none() {
    let desk = Desk::new(&manifest());
    let api = desk.serve();
    let token = desk.token(&["--sub", "ann"]).stdout;
    let header = format!("Bearer {}", token.trim());
    assert_eq!(get(&api, "/open", &[]).status, 200);
    assert_eq!(
        get(&api, "/open", &[("authorization", "Bearer x")]).json()["requestContext"]["authorizer"],
        Value::Null
    );
    assert_eq!(refusal(&get(&api, "/guarded", &[])), MISSING);
    let answer = get(&api, "/guarded", &[("authorization", &header)]);
    assert_eq!(answer.status, 200, "{}", api.log());
    let forbidden = get(&api, "/scoped", &[("authorization", &header)]);
    assert_eq!((forbidden.status, forbidden.text().as_str()), (403, r#"{"message":"Forbidden"}"#));
    // No route, no question.
    assert_eq!(get(&api, "/nowhere", &[]).status, 404);
    assert!(api.log().contains("guarded: 401, it has no token"), "{}", api.log());
}

#[test]
fn claims_are_in_the_event_as_strings_and_scopes_where_the_route_asks_for_some() {
    let desk = Desk::new(&manifest());
    let api = desk.serve();
    let options = ["--sub", "ann", "--scope", "orders:write", "--scope", "x", "--claim", "admin=true"];
    let more =
        ["--claim", "groups=[\"a\",\"b\"]", "--claim", "nothing=null", "--claim", "tenant=t1", "--as-header"];
    let printed = desk.token(&[&options[..], &more].concat()).stdout;
    let header = printed.trim().strip_prefix("-H 'authorization: ").and_then(|rest| rest.strip_suffix('\''));
    let headers = [("authorization", header.expect("an option of curl"))];
    let event = get(&api, "/scoped", &headers).json();
    let mut jwt = event["requestContext"]["authorizer"]["jwt"].clone();
    assert_eq!(jwt["scopes"], json!(["orders:write", "orders:admin"]));
    for time in ["iat", "exp"] {
        let text = jwt["claims"].as_object_mut().expect("claims").remove(time).expect("a time");
        assert!(text.as_str().is_some_and(|text| text.parse::<u64>().is_ok()), "{text}");
    }
    let claims = json!({
        "iss": ISSUER, "aud": "other", "sub": "ann", "scope": "orders:write x", "admin": "true", "groups": "[a b]",
        "tenant": "t1",
    });
    assert_eq!(jwt["claims"], claims);
    let event = get(&api, "/guarded", &headers).json();
    assert_eq!(event["requestContext"]["authorizer"]["jwt"]["scopes"], Value::Null);
    assert!(AUDIENCE.starts_with("orders"), "the token's audience is the first of two");
}

#[test]
fn refusals_carry_cors_headers_and_an_authorizer_on_options_refuses_preflights() {
    let api = Desk::new(&manifest()).serve();
    let from = [("origin", "https://example.com")];
    let refused = get(&api, "/guarded", &from);
    let allowed =
        |answer: &fingerpost_tests::Answer| (answer.status, answer.header("access-control-allow-origin"));
    assert_eq!(allowed(&refused), (401, "https://example.com".to_owned()));
    let asks = [from[0], ("access-control-request-method", "GET")];
    let preflight = |path: &str| api.request("OPTIONS", path, &asks, b"").expect("an answer");
    assert_eq!(allowed(&preflight("/guarded")), (204, "https://example.com".to_owned()));
    assert_eq!(allowed(&preflight("/preflights")), (401, "https://example.com".to_owned()));
}

/// As in a manifest whose author wrote nothing about callers at a route: the default of the API is there.
#[test]
fn an_authorizer_whose_issuer_comes_at_deployment_takes_tokens_of_the_local_issuer() {
    let mut manifest = manifest();
    manifest["api"]["authorizers"]["users"] = json!({ "jwt": {} });
    let desk = Desk::new(&manifest);
    let api = desk.serve();
    let token = desk.token(&["--sub", "ann"]).stdout;
    let answer = get(&api, "/guarded", &[("authorization", token.trim())]);
    let claims = &answer.json()["requestContext"]["authorizer"]["jwt"]["claims"];
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!("https://users.issuer.localhost"), &json!("desk")));
    assert_eq!(refusal(&get(&api, "/guarded", &[])), MISSING);
}
