//! Tokens that are wrong in what they say.

use serde_json::{Map, Value, json};

use super::api::ISSUER;
use super::forge::{Key, claims, now};
use super::row::Expected::{Accepted, NoScope, Refused};
use super::row::{Row, bearer, changed};

/// The rows.
pub(crate) fn rows(key: &Key) -> Vec<Row> {
    let token = |change: &dyn Fn(&mut Map<String, Value>)| {
        bearer(key.token(&key.header().to_string(), &changed(claims(), |all| change(all))))
    };
    let set = |name: &str, value: Value| token(&|all| drop(all.insert(name.to_owned(), value.clone())));
    let without = |name: &str| token(&|all| drop(all.remove(name)));
    let audience = || Refused("the token does not have a valid audience");
    let instead = |value: Value| {
        token(&|all| {
            all.remove("aud");
            all.insert("client_id".to_owned(), value.clone());
        })
    };
    let text = claims().to_string();
    let twice = |more: &str| {
        bearer(key.token(&key.header().to_string(), &text.replacen('{', &format!("{{{more},"), 1)))
    };
    vec![
        ("one of several audiences", set("aud", json!(["x", "other"])), Accepted),
        ("`client_id` and no `aud`", instead(json!("orders-api")), Accepted),
        (
            "a scope in `scp`, an array",
            token(&|all| {
                all.remove("scope");
                all.insert("scp".to_owned(), json!(["orders:admin"]));
            }),
            Accepted,
        ),
        ("not before, past", set("nbf", json!(now() - 60)), Accepted),
        ("another issuer", set("iss", json!("https://evil.invalid/")), Refused("issuer does not match")),
        (
            "the issuer without its slash",
            set("iss", json!(ISSUER.trim_end_matches('/'))),
            Refused("issuer does not match"),
        ),
        ("no issuer", without("iss"), Refused("issuer does not match")),
        ("issuers in an array", set("iss", json!([ISSUER])), Refused("issuer does not match")),
        ("another audience", set("aud", json!("somebody")), audience()),
        ("no audience", without("aud"), audience()),
        (
            "the audience is null, and `client_id` right",
            token(&|all| {
                all.insert("aud".to_owned(), Value::Null);
                all.insert("client_id".to_owned(), json!("orders-api"));
            }),
            audience(),
        ),
        ("no audience in the array", set("aud", json!([])), audience()),
        ("part of the audience", set("aud", json!("orders")), audience()),
        (
            "another audience, and `client_id` right",
            token(&|all| {
                all.insert("aud".to_owned(), json!("x"));
                all.insert("client_id".to_owned(), json!("orders-api"));
            }),
            audience(),
        ),
        ("expired", set("exp", json!(now() - 60)), Refused("the token has expired")),
        ("expires in the year 0", set("exp", json!(0)), Refused("the token has expired")),
        ("expires before 1970", set("exp", json!(-1)), Refused("the token has expired")),
        ("expires between two seconds", set("exp", json!(1_000_000_000.5)), Refused("the token has expired")),
        ("expires in a fraction of a second to come", set("exp", json!(9_999_999_999.5)), Accepted),
        ("expires after all times", set("exp", json!(1e300)), Accepted),
        (
            "the expiry is an object",
            set("exp", json!({ "at": now() + 60 })),
            Refused("the claim exp is not a time"),
        ),
        ("no expiry", without("exp"), Refused("the token does not expire")),
        (
            "the expiry is a text",
            set("exp", json!((now() + 60).to_string())),
            Refused("the claim exp is not a time"),
        ),
        ("the expiry is null", set("exp", Value::Null), Refused("the claim exp is not a time")),
        ("not yet valid", set("nbf", json!(now() + 600)), Refused("the token is not valid yet")),
        (
            "issued in the future",
            set("iat", json!(now() + 600)),
            Refused("the token is used before it was issued"),
        ),
        ("no scope", without("scope"), NoScope),
        ("another scope", set("scope", json!("orders:read")), NoScope),
        ("part of a scope", set("scope", json!("orders:write:all")), NoScope),
        ("the scope in capitals", set("scope", json!("ORDERS:WRITE")), NoScope),
        ("scopes with a comma between", set("scope", json!("orders:read,orders:write")), NoScope),
        ("a claim twice, and this the second", twice(r#""sub":"bob""#), Refused("the token is malformed")),
        ("a claim twice, once with escapes", twice(r#""s\u0075b":"bob""#), Refused("the token is malformed")),
        (
            "a name that a parser takes for an instruction",
            twice(r#""x":{"$serde_json::private::RawValue":"1"}"#),
            Refused("the token is malformed"),
        ),
        (
            "17 arrays in one another",
            set("x", (0..17).fold(json!(1), |inner, _| json!([inner]))),
            Refused("the token is malformed"),
        ),
    ]
}
