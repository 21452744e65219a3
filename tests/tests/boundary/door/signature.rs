//! Signatures: who signed a request, and that nobody else can have.

use std::time::{Duration, SystemTime};

use fingerpost_tests::{Header, Keys, Serve};

use super::{FAULTS, refusal, value};

/// A change of a request that was signed well.
type Forge = fn(&mut Vec<Header>);

fn replace(headers: &mut [Header], old: &str, new: &str) {
    let authorization = value(headers, "authorization");
    assert!(authorization.contains(old), "{authorization}");
    *authorization = authorization.replace(old, new);
}

const INCOMPLETE: &str = "400 IncompleteSignatureException: ";
const INVALID: &str = "400 InvalidSignatureException: ";
const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your \
                        AWS Secret Access Key and signing method. ";

#[track_caller]
fn check_forged(api: &Serve, forge: Forge, kind: &str, message: &str) {
    let mut headers = api.keys().sign(&api.database(), "ListTables", "{}");
    forge(&mut headers);
    let refusal = refusal(&api.send_to_dynamodb(&headers, "{}"));
    assert!(refusal.starts_with(&format!("{kind}{message}")), "{refusal}, not {kind}{message}");
}

/// The words are those of AWS, as seen in aws-sdk-go issue 289 (a space), boto3 issue 1752 (five
/// elements), and dynoxide's captures (what is missing).
#[test]
fn an_authorization_that_is_not_whole_is_refused_in_awss_words() {
    let api = Serve::start(FAULTS);
    let incomplete = |forge: Forge, message: &str| check_forged(&api, forge, INCOMPLETE, message);
    let missing = |forge: Forge| {
        let message = "Request is missing Authentication Token";
        check_forged(&api, forge, "400 MissingAuthenticationTokenException: ", message);
    };
    missing(|headers| headers.retain(|header| header.0 != "authorization"));
    missing(|headers| "Basic dTpw".clone_into(value(headers, "authorization")));
    missing(|headers| replace(headers, "AWS4-HMAC-SHA256", "aws4-hmac-sha256"));
    let sha1: Forge = |headers| replace(headers, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1");
    incomplete(sha1, "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.");
    let lower_case: Forge = |headers| replace(headers, "Credential=", "credential=");
    incomplete(lower_case, "Authorization header requires 'Credential' parameter. Authorization=");
    let two: Forge = |headers| {
        replace(headers, "Credential=", "Credential=A/B/us-east-1/dynamodb/aws4_request, Credential=");
    };
    incomplete(two, "Authorization header has more than one 'Credential' parameter.");
    let space_after: Forge = |headers| replace(headers, "Credential=", "Credential= ");
    incomplete(space_after, "'AKIA");
    let space_before: Forge = |headers| replace(headers, "Credential=", "Credential =");
    incomplete(
        space_before,
        "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header",
    );
    let four: Forge = |headers| replace(headers, "/aws4_request", "");
    incomplete(four, "Credential must have exactly 5 slash-delimited elements");
    let undated: Forge = |headers| headers.retain(|header| header.0 != "x-amz-date");
    incomplete(
        undated,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
    );
    let yesterday: Forge = |headers| "yesterday".clone_into(value(headers, "x-amz-date"));
    incomplete(yesterday, "Date must be in ISO-8601 'basic format'. Got 'yesterday'.");
    let twice: Forge = |headers| {
        let authorization = value(headers, "authorization").clone();
        headers.push(("authorization".to_owned(), authorization));
    };
    incomplete(twice, "The header 'authorization' is there more than once.");
}

/// The words are those of AWS: DynamoDB's developer guide, "Error handling with DynamoDB" (the
/// exceptions), arnemolland/sigv4 issue 15 (the service).
#[test]
fn who_did_not_sign_is_refused_in_awss_words() {
    let api = Serve::start(FAULTS);
    let invalid = |forge: Forge, message: &str| check_forged(&api, forge, INVALID, message);
    let unknown: Forge = |headers| replace(headers, "Credential=AKIA", "Credential=AKIB");
    let message = "The security token included in the request is invalid.";
    check_forged(&api, unknown, "400 UnrecognizedClientException: ", message);
    let service: Forge = |headers| replace(headers, "/dynamodb/", "/s3/");
    invalid(service, "Credential should be scoped to correct service: 'dynamodb'. ");
    let region: Forge = |headers| replace(headers, "us-east-1", "eu-west-1");
    invalid(region, "Credential should be scoped to a valid region, not 'eu-west-1'. ");
    let another: Forge = |headers| {
        let signature = value(headers, "authorization").rsplit('=').next().expect("a signature").to_owned();
        replace(headers, &signature, &signature.chars().rev().collect::<String>());
    };
    invalid(another, MISMATCH);
    invalid(|headers| "DynamoDB_20120810.DeleteTable".clone_into(value(headers, "x-amz-target")), MISMATCH);
    let second: Forge =
        |headers| headers.push(("x-amz-target".to_owned(), "DynamoDB_20120810.DeleteTable".to_owned()));
    invalid(second, MISMATCH);
    let headers = api.keys().sign(&api.database(), "ListTables", "{}");
    let another_body = api.send_to_dynamodb(&headers, r#"{"Limit":1}"#);
    assert!(refusal(&another_body).contains(MISMATCH), "{}", another_body.text());
    let another_secret = Keys { secret: "local".to_owned(), ..api.keys() };
    assert!(refusal(&api.dynamodb(&another_secret, "ListTables", "{}")).contains(MISMATCH));
}

#[test]
fn a_signature_in_the_query_string_is_not_accepted() {
    let api = Serve::start(FAULTS);
    let url = api.keys().presign(&api.database(), "{}");
    let target = ("x-amz-target", "DynamoDB_20120810.ListTables");
    let headers = [("content-type", "application/x-amz-json-1.0"), target];
    let answer = api.request("POST", &url, &headers, b"{}").expect("answers");
    assert!(refusal(&answer).starts_with("400 InvalidSignatureException: "), "{}", answer.text());
    let authorization =
        ("authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0");
    let answer = api.request("POST", &url, &[headers[0], target, authorization], b"{}").expect("answers");
    assert!(refusal(&answer).contains("InvalidSignatureException: Found both"), "{}", answer.text());
}

#[test]
fn a_signature_is_good_for_five_minutes_either_way() {
    let api = Serve::start(FAULTS);
    let at = |offset: i64| {
        let now = SystemTime::now();
        let by = Duration::from_secs(offset.unsigned_abs());
        let time = if offset < 0 { now - by } else { now + by };
        let headers = api.keys().sign_at(&api.database(), "ListTables", "{}", time);
        api.send_to_dynamodb(&headers, "{}")
    };
    assert_eq!([at(-240).status, at(240).status], [200, 200]);
    let expired = refusal(&at(-400));
    assert!(expired.starts_with("400 InvalidSignatureException: Signature expired: 2"), "{expired}");
    assert!(expired.ends_with(" - 5 min.)"), "{expired}");
    let early = refusal(&at(400));
    assert!(early.starts_with("400 InvalidSignatureException: Signature not yet current: 2"), "{early}");
}

#[test]
fn two_targets_are_no_operation_even_if_both_are_signed() {
    let api = Serve::start(FAULTS);
    let mut headers = api.keys().sign(&api.database(), "ListTables,DynamoDB_20120810.DeleteTable", "{}");
    "DynamoDB_20120810.ListTables".clone_into(value(&mut headers, "x-amz-target"));
    headers.push(("x-amz-target".to_owned(), "DynamoDB_20120810.DeleteTable".to_owned()));
    assert_eq!(refusal(&api.send_to_dynamodb(&headers, "{}")), "400 UnknownOperationException: ");
}

/// A request to list the tables, signed by nobody.
fn unsigned(api: &Serve, signed_headers: &str, signature: &str) -> Vec<Header> {
    let mut headers = api.keys().sign(&api.database(), "ListTables", "{}");
    let authorization = value(&mut headers, "authorization");
    let (credential, _) = authorization.split_once(", SignedHeaders=").expect("is there");
    *authorization = format!("{credential}, SignedHeaders={signed_headers}, Signature={signature}");
    headers
}

#[test]
fn what_is_not_a_signature_is_refused_whatever_it_signs() {
    let api = Serve::start(FAULTS);
    let (short, long, other) = ("0".repeat(63), "0".repeat(65), "g".repeat(64));
    for signature in ["", "0", &short, &long, &other, &other.to_uppercase()] {
        // The library that signs gives up where a header is not text, and where one is not named well.
        for signed_headers in ["host;x-a;x-amz-date", "host;x-amz-date", "host;a b", ""] {
            let mut headers = unsigned(&api, signed_headers, signature);
            headers.push(("x-a".to_owned(), "\u{e9}".to_owned()));
            let refusal = refusal(&api.send_to_dynamodb(&headers, "{}"));
            assert!(refusal.starts_with(INCOMPLETE), "{signature} of {signed_headers}: {refusal}");
        }
    }
    let host = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
    for (signed_headers, message) in
        [("host;x-a;x-amz-date;x-amz-target", MISMATCH), ("x-amz-date", host), ("", host)]
    {
        let mut headers = unsigned(&api, signed_headers, &"0".repeat(64));
        headers.push(("x-a".to_owned(), "\u{e9}".to_owned()));
        let refusal = refusal(&api.send_to_dynamodb(&headers, "{}"));
        assert!(refusal.starts_with(&format!("{INVALID}{message}")), "{signed_headers}: {refusal}");
    }
}

#[test]
fn a_header_is_signed_once_and_the_operation_always() {
    let api = Serve::start(FAULTS);
    let zeros = "0".repeat(64);
    let refused = |signed_headers: &str| {
        let headers = unsigned(&api, signed_headers, &zeros);
        refusal(&api.send_to_dynamodb(&headers, "{}"))
    };
    let repeated = "host;".repeat(100) + "x-amz-target";
    for (signed_headers, name) in [(repeated.as_str(), "host"), ("host;x-other;x-amz-target", "x-other")] {
        let expected = format!("{INCOMPLETE}'{name}' is twice in 'SignedHeaders', or is not a header");
        assert!(refused(signed_headers).starts_with(&expected));
    }
    let target = format!("{INVALID}'x-amz-target' must be a 'SignedHeader'");
    assert!(refused("host;x-amz-date").starts_with(&target));
}
