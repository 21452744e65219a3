//! The connection to DynamoDB: when it is opened, whom it trusts, what follows its failures.

mod costs;
mod failures;
mod scripted;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fingerpost_tests::{Function, aws, event, wait_until};
use scripted::{Reply, Scripted};
use serde_json::{Value, json};

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

fn found() -> Reply {
    let text = |text: &str| json!({ "S": text });
    let item = json!({ "id": text("42"), "name": text("n"), "created_at": text("2026-01-01T00:00:00Z") });
    Reply::Json(200, json!({ "Item": item }))
}

fn failing() -> Reply {
    Reply::Json(500, json!({ "__type": "com.amazonaws.dynamodb#InternalServerError", "message": "oops" }))
}

#[test]
fn it_is_open_before_the_first_event_and_serves_it() {
    let database = Scripted::start(&[found()]);
    let function = database.function(EVENTS, "get_event");
    wait_until("a connection is opened", || database.seen() == [("GET".to_owned(), 0)]);
    for _ in 0..2 {
        assert_eq!(function.answer(event(&json!({})))["statusCode"], 200);
    }
    assert!(database.seen().iter().all(|(_, connection)| *connection == 0), "{:?}", database.seen());
}

#[test]
fn over_tls_it_serves_whom_it_trusts_and_nobody_else() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let (authority, another) = (folder.path().join("a.pem"), folder.path().join("b.pem"));
    let database = Scripted::start_tls(&[found()], &authority);
    let function = database.function_trusting(EVENTS, "get_event", &authority);
    assert_eq!(function.answer(event(&json!({})))["statusCode"], 200);
    assert_eq!(database.seen(), [("GET".to_owned(), 0), ("POST".to_owned(), 0)]);

    let stranger = Scripted::start_tls(&[found()], &another);
    let function = stranger.function_trusting(EVENTS, "get_event", &authority);
    assert_eq!(function.answer(event(&json!({})))["statusCode"], 500);
    assert_eq!(stranger.seen(), []);
}

#[test]
fn without_a_database_the_function_starts_and_answers_503() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let url = format!("http://{}", closed.expect("an address"));
    let nobody = Scripted { url, seen: Arc::default() };
    let answer = nobody.function(EVENTS, "get_event").answer(event(&json!({})));
    assert_eq!((&answer["statusCode"], &answer["body"]), (&503.into(), &internal()));
}

#[test]
fn after_a_failure_it_is_tried_again_on_another() {
    for failure in [failing(), Reply::HangUp] {
        let database = Scripted::start(&[failure, found()]);
        let function = database.function(EVENTS, "get_event");
        assert_eq!(function.answer(event(&json!({})))["statusCode"], 200);
        let connections: Vec<_> = database.seen().into_iter().map(|(_, connection)| connection).collect();
        assert_eq!(connections, [0, 0, 1], "opened, failed, tried again");
    }
}

#[test]
fn an_answer_that_is_not_http_is_not_asked_for_again() {
    let database = Scripted::start(&[Reply::Garbage]);
    assert_eq!(database.function(EVENTS, "get_event").answer(event(&json!({})))["statusCode"], 500);
    assert_eq!(database.calls(), 1);
}

#[test]
fn an_answer_that_does_not_come_is_asked_for_again_when_the_client_says_how_long_to_wait() {
    let nothing = Reply::Json(200, json!({ "Items": [], "Count": 0, "ScannedCount": 0 }));
    let database = Scripted::start(&[Reply::Silence, nothing]);
    assert_eq!(database.function(FAULTS, "hasty").answer(event(&json!({})))["statusCode"], 204);
    assert_eq!(database.calls(), 2);
}

#[test]
fn a_database_that_never_answers_costs_a_503_before_the_timeout() {
    let database = Scripted::start(&[Reply::Silence]);
    let function = database.function(EVENTS, "get_event");
    let started = Instant::now();
    let answer = function.answer_within(Duration::from_secs(3), event(&json!({})));
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!((&answer["statusCode"], &answer["body"]), (&503.into(), &internal()));
    assert_eq!(answer["headers"]["access-control-allow-origin"], "*");
    assert!(database.calls() > 1, "an attempt is given up while there is time for another");
    assert!(function.log().contains("request failed"), "{}", function.log());
    let text = json!({ "Item": { "id": { "S": "42" }, "name": { "S": "n" } } });
    for stalled in [Reply::Silence, Reply::Half] {
        let slow = Scripted::start(&[stalled, Reply::Json(200, text.clone())]);
        let found =
            slow.function(EVENTS, "get_event").answer_within(Duration::from_secs(8), event(&json!({})));
        assert_eq!((&found["statusCode"], slow.calls()), (&200.into(), 2));
    }
}

#[test]
fn a_missing_table_is_one_sentence_in_the_log() {
    let code = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException";
    let missing = json!({ "__type": code, "message": "Requested resource not found" });
    let database = Scripted::start(&[Reply::Json(400, missing)]);
    let function = database.function(EVENTS, "get_event");
    assert_eq!(function.answer(event(&json!({})))["statusCode"], 500);
    let sentence = "GetItem on table `Table` failed: it does not exist in this account and region";
    wait_until("the log has it", || function.log().contains(sentence));
    let longest = function.log().lines().map(str::len).max();
    assert!(longest < Some(400), "{}", function.log());
}

#[test]
fn a_write_that_may_have_been_made_is_not_made_again() {
    let seat = json!({ "event": "gala", "number": "1" });
    let change = json!({
        "routeKey": "PATCH /seats/{event}/{number}", "pathParameters": seat, "rawQueryString": "guest=Ada",
    });
    for slow in [Reply::Silence, Reply::Half] {
        let database = Scripted::start(&[slow]);
        let function = database.function(FAULTS, "change_seat");
        let answer = function.answer_within(Duration::from_secs(3), event(&change));
        assert_eq!((&answer["statusCode"], database.calls()), (&503.into(), 1));
    }
}

#[test]
fn a_handshake_that_never_ends_is_given_up() {
    // It takes connections and says nothing, as what is behind a wrong port does.
    let silent = TcpListener::bind("127.0.0.1:0").expect("binds");
    let url = format!("https://{}", silent.local_addr().expect("has an address"));
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let authority = folder.path().join("a.pem");
    drop(Scripted::start_tls(&[found()], &authority));
    let silence = Scripted { url, seen: Arc::default() };
    let function = silence.function_trusting(EVENTS, "get_event", &authority);
    assert_eq!(function.answer(event(&json!({})))["statusCode"], 503);
}

#[test]
fn a_failure_that_stays_is_a_503() {
    let database = Scripted::start(&[failing()]);
    let answer = database.function(EVENTS, "get_event").answer(event(&json!({})));
    assert_eq!((&answer["statusCode"], &answer["body"]), (&503.into(), &internal()));
    assert_eq!(database.calls(), 3);
}

fn internal() -> Value {
    json!({ "error": "Internal server error" }).to_string().into()
}

#[test]
fn an_attempt_that_was_throttled_is_in_the_log_at_debug() {
    let throttled = json!({ "__type": "com.amazonaws.dynamodb.v20120810#ThrottlingException" });
    let database = Scripted::start(&[Reply::Json(400, throttled), found()]);
    let environment = [&aws(&database.url, "Table")[..], &[("AWS_LAMBDA_LOG_LEVEL", "DEBUG")]].concat();
    let function = Function::start(EVENTS, "get_event", &environment);
    assert_eq!(function.answer(event(&json!({})))["statusCode"], 200);
    let line = r#""message":"DynamoDB refused an attempt","action":"GetItem","status":400,"error":"ThrottlingException""#;
    wait_until("the log says it", || function.log().contains(line));
}
