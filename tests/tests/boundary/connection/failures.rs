//! Calls that DynamoDB refuses: what the client of the API sees of each, and what the log says.

use std::thread;

use fingerpost_tests::event;
use serde_json::{Value, json};

use super::scripted::{Reply, Scripted};
use super::{FAULTS, internal};

/// An answer of DynamoDB, and what it is for the client: the status, `Retry-After`, and the sentence of a 4xx.
struct Case {
    call: &'static str,
    code: &'static str,
    message: &'static str,
    reasons: &'static [&'static str],
    status: u16,
    again: bool,
    sentence: &'static str,
}

/// One of which nothing is said yet.
const CASE: Case =
    Case { call: "get", code: "", message: "oops", reasons: &[], status: 500, again: false, sentence: "" };

impl Case {
    fn check(&self) {
        let Self { call, code, status, .. } = self;
        let code = format!("com.amazonaws.dynamodb.v20120810#{code}");
        let reasons = self.reasons.iter().map(|code| json!({ "Code": code, "Message": self.message }));
        let reasons: Vec<Value> = reasons.collect();
        let said = json!({ "__type": code, "message": self.message, "CancellationReasons": reasons });
        let http = if *status == 500 && code.ends_with("Error") { 500 } else { 400 };
        let database = Scripted::start(&[Reply::Json(http, said)]);
        let function = database.function(FAULTS, "fail_call");
        let answer = function.answer(called(call));
        let again = answer["headers"]["retry-after"].as_str();
        assert_eq!(
            (&answer["statusCode"], again),
            (&json!(status), self.again.then_some("1")),
            "{call} {code}"
        );
        if *status >= 500 {
            assert_eq!(answer["body"], internal(), "{call} {code}");
            let log = function.log();
            let lines = log.lines().filter(|line| line.contains("request failed")).collect::<Vec<_>>();
            assert_eq!(lines.len(), 1, "{call} {code}: {log}");
            assert!(lines[0].contains(self.message), "{call} {code}: {log}");
        } else {
            assert_eq!(answer["body"], json!({ "error": self.sentence }).to_string(), "{call} {code}");
        }
    }
}

fn called(call: &str) -> Value {
    event(&json!({ "routeKey": "GET /failing/call/{how}", "pathParameters": { "how": call } }))
}

/// All at once, because the SDK waits before it tries again.
fn check(cases: &[Case]) {
    thread::scope(|scope| {
        for case in cases {
            scope.spawn(|| case.check());
        }
    });
}

#[test]
fn a_call_that_was_not_made_may_be_made_again() {
    let again = Case { status: 503, again: true, ..CASE };
    let calls = ["get", "put", "wrapped"];
    check(&calls.map(|call| Case { call, code: "ProvisionedThroughputExceededException", ..again }));
    check(&[
        Case { code: "ThrottlingException", ..again },
        Case { code: "RequestLimitExceeded", ..again },
        Case { call: "put", code: "ThrottlingException", ..again },
        Case { call: "put", code: "TransactionConflictException", ..again },
        Case { call: "put", code: "ReplicatedWriteConflictException", ..again },
    ]);
}

#[test]
fn a_failure_of_dynamodb_is_a_503_that_does_not_ask_for_more() {
    let unavailable = Case { status: 503, ..CASE };
    check(&[
        Case { code: "InternalServerError", ..unavailable },
        Case { call: "put", code: "InternalServerError", ..unavailable },
        Case { code: "ServiceUnavailable", ..unavailable },
        // It may be an earlier attempt of the same that is at work.
        Case { call: "transact", code: "TransactionInProgressException", ..unavailable },
    ]);
}

#[test]
fn a_database_that_hangs_up_on_every_call_is_a_503() {
    for call in ["get", "put", "wrapped"] {
        let database = Scripted::start(&[Reply::HangUp]);
        let function = database.function(FAULTS, "fail_call");
        let answer = function.answer(called(call));
        assert_eq!((&answer["statusCode"], &answer["body"]), (&json!(503), &internal()), "{call}");
        assert_eq!(answer["headers"].get("retry-after"), None, "{call}: a write may have been made");
    }
}

#[test]
fn what_cannot_be_stored_is_the_clients_mistake() {
    let large = Case {
        code: "ValidationException",
        message: "Item size has exceeded the maximum allowed size",
        status: 413,
        sentence: "Item is larger than DynamoDB's 400 KB",
        ..CASE
    };
    let collection = Case {
        call: "put",
        code: "ItemCollectionSizeLimitExceededException",
        status: 413,
        sentence: "The items under one partition key are larger than DynamoDB's 10 GB",
        ..CASE
    };
    let condition = Case {
        call: "put",
        code: "ConditionalCheckFailedException",
        status: 409,
        sentence: "What is stored is not in the state that the request needs",
        ..CASE
    };
    check(&[
        Case { ..large },
        Case { call: "put", ..large },
        Case { call: "wrapped", ..large },
        collection,
        condition,
    ]);
}

#[test]
fn a_canceled_transaction_is_what_its_first_reason_is() {
    let canceled = Case { call: "transact", code: "TransactionCanceledException", ..CASE };
    check(&[
        Case {
            reasons: &["None", "ConditionalCheckFailed", "TransactionConflict"],
            status: 409,
            sentence: "What is stored is not in the state that the request needs",
            ..canceled
        },
        Case { reasons: &["TransactionConflict"], status: 503, again: true, ..canceled },
        Case { reasons: &["ThrottlingError"], status: 503, again: true, ..canceled },
        Case { reasons: &["ProvisionedThroughputExceeded"], status: 503, again: true, ..canceled },
        Case {
            reasons: &["ValidationError"],
            message: "Item size has exceeded the maximum allowed size",
            status: 413,
            sentence: "Item is larger than DynamoDB's 400 KB",
            ..canceled
        },
        Case { reasons: &["None"], ..canceled },
    ]);
}

#[test]
fn what_is_ours_to_mend_is_a_500() {
    check(&[
        Case { code: "AccessDeniedException", message: "User is not authorized", ..CASE },
        Case { call: "put", code: "AccessDeniedException", message: "User is not authorized", ..CASE },
        Case { call: "wrapped", code: "ResourceNotFoundException", ..CASE },
        Case { code: "ValidationException", message: "The provided key element is odd", ..CASE },
        Case { code: "UnrecognizedClientException", ..CASE },
    ]);
}
