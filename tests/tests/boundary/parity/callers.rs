//! Who may call: what API Gateway says of tokens. `{token}` is one that is right, `{token: …}` one that differs
//! in what is named.

use super::row::{DOC, Row, row};

/// What a refusal looks like, in AWS's documentation.
const TROUBLE: &str = "AWS's page on troubleshooting JWT authorizers";

#[rustfmt::skip]
pub(crate) const CALLERS: &[Row] = &[
    row("Claims are strings in the event, and `scopes` is null where the route asks for none", "captures from AWS", "",
        "GET /guarded\nauthorization: Bearer {token}",
        &[("status", "200"), ("event /requestContext/authorizer/jwt/claims/sub", r#""ann""#),
          ("event /requestContext/authorizer/jwt/claims/groups", r#""[a b]""#),
          ("event /requestContext/authorizer/jwt/claims/admin", r#""true""#),
          ("event /requestContext/authorizer/jwt/scopes", "null")]),
    row("A token without `Bearer` in front", DOC, "",
        "GET /guarded\nauthorization: {token}",
        &[("status", "200")]),
    row("`bearer` in lower case", "RFC 7235, jwt-go", "bearer_ignores_case",
        "GET /guarded\nauthorization: bearer {token}",
        &[("status", "200")]),
    row("No token", DOC, "",
        "GET /guarded",
        &[("status", "401"), ("body", r#"{"message":"Unauthorized"}"#), ("header www-authenticate", "Bearer")]),
    row("A token for another audience", TROUBLE, "",
        "GET /guarded\nauthorization: {token: another audience}",
        &[("status", "401"), ("body", r#"{"message":"Unauthorized"}"#),
          ("header www-authenticate", r#"Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience""#)]),
    row("A token that has expired", DOC, "",
        "GET /guarded\nauthorization: {token: expired}",
        &[("status", "401"),
          ("header www-authenticate", r#"Bearer scope="" error="invalid_token" error_description="the token has expired""#)]),
    row("A token that does not expire", DOC, "expiry_is_required",
        "GET /guarded\nauthorization: {token: no expiry}",
        &[("status", "401")]),
    row("A token from a clock that is three seconds ahead", "this desk", "clock_skew_seconds",
        "GET /guarded\nauthorization: {token: issued in three seconds}",
        &[("status", "200")]),
    row("A token in which a claim is there twice", "RFC 7519", "repeated_claims_are_refused",
        "GET /guarded\nauthorization: {token: sub twice}",
        &[("status", "401")]),
    row("None of the route's scopes in the token", "a response from AWS that others published", "",
        "GET /scoped\nauthorization: {token}",
        &[("status", "403"), ("body", r#"{"message":"Forbidden"}"#),
          ("header www-authenticate", r#"Bearer scope="a b" error="insufficient_scope" error_description="expected scopes: [a b]""#)]),
    row("One of the route's scopes suffices, in `scope` or in `scp`", DOC, "",
        "GET /scoped\nauthorization: {token: scp b}",
        &[("status", "200"), ("event /requestContext/authorizer/jwt/scopes", r#"["a","b"]"#)]),
    row("A refusal carries CORS headers", DOC, "",
        "GET /guarded\norigin: https://example.com",
        &[("status", "401"), ("header access-control-allow-origin", "https://example.com")]),
    row("A route that catches preflights and has an authorizer refuses them", "AWS's page on CORS for HTTP APIs", "",
        "OPTIONS /guarded\norigin: https://example.com\naccess-control-request-method: GET",
        &[("status", "401")]),
    row("A request without a signature, where one is asked for", DOC, "",
        "GET /signed",
        &[("status", "403"), ("body", r#"{"message":"Forbidden"}"#)]),
];
