//! Tokens that are wrong in how they are signed.

use ring::{hmac, signature};
use serde_json::{Map, Value, json};

use super::api::modulus;
use super::forge::{Key, claims, encoded};
use super::row::Expected::{Accepted, Refused};
use super::row::{Row, bearer, changed};

/// The rows.
pub(crate) fn rows(key: &Key, other: &Key) -> Vec<Row> {
    let text = claims().to_string();
    let with = |change: &dyn Fn(&mut Map<String, Value>)| changed(key.header(), |header| change(header));
    let set = |name: &str, value: Value| with(&|header| drop(header.insert(name.to_owned(), value.clone())));
    let unsigned = |algorithm: &str| format!("{}.{}.", encoded(set("alg", json!(algorithm))), encoded(&text));
    let hashed = format!("{}.{}", encoded(set("alg", json!("HS256"))), encoded(&text));
    let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &modulus(key)), hashed.as_bytes());
    let signed_with = |algorithm: &str, encoding| {
        let signed = format!("{}.{}", encoded(set("alg", json!(algorithm))), encoded(&text));
        let signature = encoded(key.signature(encoding, &signed));
        format!("{signed}.{signature}")
    };
    vec![
        ("RS384", bearer(signed_with("RS384", &signature::RSA_PKCS1_SHA384)), Accepted),
        ("RS512", bearer(signed_with("RS512", &signature::RSA_PKCS1_SHA512)), Accepted),
        (
            "RS512 in the header, signed by RS256",
            bearer(key.token(&set("alg", json!("RS512")), &text)),
            Refused("signature is invalid"),
        ),
        (
            "PS256",
            bearer(signed_with("PS256", &signature::RSA_PSS_SHA256)),
            Refused("signing method PS256 is invalid"),
        ),
        ("`alg: none`", bearer(unsigned("none")), Refused("signing method none is invalid")),
        ("`alg: NONE`", bearer(unsigned("NONE")), Refused("signing method NONE is invalid")),
        (
            "`alg: rs256`",
            bearer(key.token(&set("alg", json!("rs256")), &text)),
            Refused("signing method rs256 is invalid"),
        ),
        (
            "no `alg`",
            bearer(key.token(&with(&|header| drop(header.remove("alg"))), &text)),
            Refused("signing method  is invalid"),
        ),
        (
            "`alg` twice",
            bearer(key.token(&key.header().to_string().replacen('{', r#"{"alg":"none","#, 1), &text)),
            Refused("the token is malformed"),
        ),
        (
            "HS256 with the public key",
            bearer(format!("{hashed}.{}", encoded(mac))),
            Refused("signing method HS256 is invalid"),
        ),
        (
            "ES256",
            bearer(key.token(&set("alg", json!("ES256")), &text)),
            Refused("signing method ES256 is invalid"),
        ),
        (
            "another key, under this one's name",
            bearer(other.token(&key.header().to_string(), &text)),
            Refused("signature is invalid"),
        ),
        (
            "`kid` unknown, and the issuer cannot be asked",
            bearer(key.token(&set("kid", json!("unknown")), &text)),
            Refused("OIDC discovery endpoint communication error"),
        ),
        (
            "no `kid`",
            bearer(key.token(&with(&|header| drop(header.remove("kid"))), &text)),
            Refused("the token has no key id"),
        ),
        (
            "`kid` is a number",
            bearer(key.token(&set("kid", json!(1)), &text)),
            Refused("the token has no key id"),
        ),
        (
            "another key, which the token brings with it",
            bearer(other.token(
                &set("jwk", json!({ "kty": "RSA", "n": encoded(modulus(other)), "e": "AQAB" })),
                &text,
            )),
            Refused("signature is invalid"),
        ),
        (
            "critical headers",
            bearer(key.token(&set("crit", json!(["exp"])), &text)),
            Refused("the token has critical headers"),
        ),
    ]
}
