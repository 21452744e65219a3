//! Routes whose callers sign with credentials of AWS.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::config::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use fingerpost_tests::{Answer, Keys, Serve};
use serde_json::json;

use super::api::{Desk, manifest};

/// A request as it is signed.
struct Signing<'a> {
    service: &'a str,
    body: &'a str,
    path: &'a str,
    time: SystemTime,
}

fn signing() -> Signing<'static> {
    Signing { service: "execute-api", body: "{}", path: "/signed?b=2&a=1", time: SystemTime::now() }
}

fn headers(api: &Serve, keys: &Keys, signing: &Signing<'_>) -> Vec<(String, String)> {
    let identity = Credentials::new(&keys.id, &keys.secret, None, None, "a test").into();
    let params = SigningParams::builder().identity(&identity).region("us-east-1").name(signing.service);
    let params =
        params.time(signing.time).settings(SigningSettings::default()).build().expect("complete").into();
    let url = format!("{}{}", api.url(), signing.path);
    let body = SignableBody::Bytes(signing.body.as_bytes());
    let request = SignableRequest::new("POST", url, std::iter::empty(), body).expect("a request");
    let (signed, _) = sign(request, &params).expect("signed").into_parts().0.into_parts();
    signed.iter().map(|header| (header.name().to_owned(), header.value().to_owned())).collect()
}

fn send(api: &Serve, path: &str, headers: &[(String, String)]) -> Answer {
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    api.request("POST", path, &headers, b"{}").expect("an answer")
}

#[test]
fn the_developer_calls_with_a_signature_and_nobody_else_does() {
    let api = Desk::new(&manifest()).serve();
    let keys = api.keys();
    let good = signing();
    let answer = send(&api, good.path, &headers(&api, &keys, &good));
    assert_eq!(answer.status, 200, "{} {}", answer.text(), api.log());
    let expected = json!({ "iam": {
        "accessKey": keys.id, "accountId": "000000000000", "callerId": "developer", "cognitoIdentity": null,
        "principalOrgId": null, "userArn": "arn:aws:iam::000000000000:user/developer", "userId": "developer",
    } });
    assert_eq!(answer.json()["requestContext"]["authorizer"], expected);

    let check = |what: &str, answer: &Answer| {
        assert_eq!((answer.status, answer.text().as_str()), (403, r#"{"message":"Forbidden"}"#), "{what}");
    };
    check("no signature", &send(&api, good.path, &[]));
    check("a token", &send(&api, good.path, &[("authorization".to_owned(), "Bearer x".to_owned())]));
    let of = |signing: Signing<'_>| send(&api, good.path, &headers(&api, &keys, &signing));
    check("another service", &of(Signing { service: "dynamodb", ..signing() }));
    check("another body", &of(Signing { body: "{ }", ..signing() }));
    check("another path", &of(Signing { path: "/signed/x?b=2&a=1", ..signing() }));
    check("another query", &of(Signing { path: "/signed?b=2&a=2", ..signing() }));
    // The signature is right for the route to which it leads.
    for path in ["/x/../signed?b=2&a=1", "/./signed?b=2&a=1", "//signed?b=2&a=1"] {
        check(path, &send(&api, path, &headers(&api, &keys, &good)));
    }
    check("ten minutes ago", &of(Signing { time: SystemTime::now() - Duration::from_mins(10), ..signing() }));
    let secret = Keys { secret: "x".repeat(40), ..keys.clone() };
    check("another secret", &send(&api, good.path, &headers(&api, &secret, &good)));
    let stranger = Keys { id: "AKIAIOSFODNN7EXAMPLE".to_owned(), ..keys };
    check("another key", &send(&api, good.path, &headers(&api, &stranger, &good)));
}
