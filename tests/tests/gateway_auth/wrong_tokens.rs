//! Every way in which a token can be wrong, each in one property alone: beside it the control is accepted.

use fingerpost_tests::{Answer, Raw};
use ring::{hmac, signature};
use serde_json::{Map, Value, json};

use crate::api::{Desk, ISSUER, manifest, refusal};
use crate::forge::{Key, claims, encoded, now};

/// What must come of a token: an answer of the function's, or a refusal with this reason.
enum Expected {
    Accepted,
    Missing,
    Refused(&'static str),
    NoScope,
    TooLarge,
}

use Expected::{Accepted, Missing, NoScope, Refused, TooLarge};

impl Expected {
    fn told(&self) -> String {
        let scopes = "orders:write orders:admin";
        let unauthorized = r#"401 {"message":"Unauthorized"}"#;
        match self {
            Accepted => "200".to_owned(),
            Missing => format!("{unauthorized} Bearer"),
            Refused(reason) => format!(
                r#"{unauthorized} Bearer scope="{scopes}" error="invalid_token" error_description="{reason}""#
            ),
            NoScope => format!(
                r#"403 {{"message":"Forbidden"}} Bearer scope="{scopes}" error="insufficient_scope" error_description="expected scopes: [{scopes}]""#
            ),
            TooLarge => "431".to_owned(),
        }
    }
}

/// Rows of the table: what is different, the lines of the header, and what must come of it.
type Row = (&'static str, Vec<String>, Expected);

/// A header with a token in it.
fn bearer(token: impl AsRef<str>) -> Vec<String> {
    vec![format!("authorization: Bearer {}", token.as_ref())]
}

fn changed(mut object: Value, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    change(object.as_object_mut().expect("an object"));
    object.to_string()
}

/// In how it is written: the header of the request, and the three parts.
fn of_form(key: &Key) -> Vec<Row> {
    let (header, text) = (key.header().to_string(), claims().to_string());
    let good = key.token(&header, &text);
    let parts: Vec<_> = good.split('.').map(str::to_owned).collect();
    let [first, second, third] = [&parts[0], &parts[1], &parts[2]];
    let segments = Refused("token contains an invalid number of segments");
    let malformed = || Refused("the token is malformed");
    let twice = [bearer(&good), bearer(&good)].concat();
    // The last digit of a signature of 256 bytes has four bits that say nothing.
    let (cut, last) = good.split_at(good.len() - 1);
    let other_last = if last == "A" { "B" } else { char::from(last.as_bytes()[0] + 1).to_string().leak() };
    vec![
        ("nothing: the control", bearer(&good), Accepted),
        ("no scheme in front", vec![format!("authorization: {good}")], Accepted),
        ("`bearer` in lower case", vec![format!("authorization: bearer {good}")], Accepted),
        ("no header", vec![], Missing),
        ("an empty header", vec!["authorization: ".to_owned()], Missing),
        (
            "`Bearer` and nothing",
            vec!["authorization: Bearer ".to_owned()],
            Refused("token contains an invalid number of segments"),
        ),
        (
            "`Basic`",
            vec!["authorization: Basic YW5uOnB3".to_owned()],
            Refused("token contains an invalid number of segments"),
        ),
        ("`Basic` and the token", vec![format!("authorization: Basic {good}")], malformed()),
        ("the header is there twice", twice, segments),
        ("in another header", vec![format!("x-authorization: Bearer {good}")], Missing),
        ("the last byte is cut", bearer(cut), malformed()),
        (
            "the signature is cut",
            bearer(format!("{first}.{second}")),
            Refused("token contains an invalid number of segments"),
        ),
        ("the signature is empty", bearer(format!("{first}.{second}.")), Refused("signature is invalid")),
        (
            "a dot more at the end",
            bearer(format!("{good}.")),
            Refused("token contains an invalid number of segments"),
        ),
        (
            "five segments, as if encrypted",
            bearer(format!("{good}.{third}.{third}")),
            Refused("token contains an invalid number of segments"),
        ),
        ("bits at the end that say nothing", bearer(format!("{cut}{other_last}")), malformed()),
        ("base64 with padding", bearer(format!("{good}==")), malformed()),
        ("base64 of another alphabet", bearer(format!("{first}.{second}.+{}", &third[1..])), malformed()),
        ("a space in it", bearer(format!("{first}. {second}.{third}")), malformed()),
        ("claims that are not JSON", bearer(key.token(&header, "ann")), malformed()),
        ("claims that are an array", bearer(key.token(&header, "[1]")), malformed()),
        (
            "one byte of the claims is other",
            bearer(format!("{first}.{}.{third}", encoded(text.replace("ann", "bob")))),
            Refused("signature is invalid"),
        ),
        (
            "over 10,240 bytes",
            bearer(key.token(
                &header,
                &changed(claims(), |all| drop(all.insert("x".to_owned(), "x".repeat(9000).into()))),
            )),
            TooLarge,
        ),
    ]
}

/// In how it is signed.
fn of_signature(key: &Key, other: &Key) -> Vec<Row> {
    let text = claims().to_string();
    let with = |change: &dyn Fn(&mut Map<String, Value>)| changed(key.header(), |header| change(header));
    let set = |name: &str, value: Value| with(&|header| drop(header.insert(name.to_owned(), value.clone())));
    let unsigned = |algorithm: &str| format!("{}.{}.", encoded(set("alg", json!(algorithm))), encoded(&text));
    let hashed = format!("{}.{}", encoded(set("alg", json!("HS256"))), encoded(&text));
    let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key.modulus()), hashed.as_bytes());
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
                &set("jwk", json!({ "kty": "RSA", "n": encoded(other.modulus()), "e": "AQAB" })),
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

/// In what it says.
fn of_claims(key: &Key) -> Vec<Row> {
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

fn told(answer: &Answer) -> String {
    if answer.status == 200 || answer.status == 431 { answer.status.to_string() } else { refusal(answer) }
}

#[test]
fn every_wrong_token_is_refused_and_says_why() {
    let desk = Desk::new(&manifest());
    let api = desk.serve();
    let read = |data: &str| {
        let token = desk.token_of(data, &["--sub", "ann"]);
        assert_eq!(token.code, 0, "{}", token.stderr);
        Key::read(&desk.file(&format!("{data}.issuer")), &token.stdout)
    };
    let (key, other) = (read("local.db"), read("other.db"));
    let rows: Vec<Row> =
        [of_form(&key), of_signature(&key, &other), of_claims(&key)].into_iter().flatten().collect();
    let (mut wrong, mut refused) = (0, 0);
    for (what, lines, expected) in &rows {
        let head = ["GET /scoped HTTP/1.1", "host: localhost"].map(str::to_owned);
        let request = [&head[..], lines].concat().join("\r\n") + "\r\n\r\n";
        let answer = Raw::send(&api, request).answer(false).expect("an answer");
        let got = told(&answer);
        let expected = expected.told();
        refused += usize::from(answer.status != 200);
        let mark = if got == expected { "ok   " } else { "WRONG" };
        println!("{mark} {what}\n        expected {expected}\n        got      {got}");
        wrong += usize::from(got != expected);
    }
    println!("{} rows, of which {refused} are refused", rows.len());
    assert!(refused >= 20, "{refused}");
    assert_eq!(wrong, 0, "{}", api.log());
}
