//! The connection to DynamoDB, on a stand-in that counts: what a real one does seldom, such as
//! failing or handing a batch back, it does when told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fingerpost_tests::{Function, event, wait_until};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[derive(Clone)]
enum Reply {
    Json(u16, Value),
    HangUp,
    Garbage,
    Silence,
    /// The head of an answer, and of its body the start.
    Half,
}

/// A DynamoDB that answers calls from a list, the last entry again and again.
struct Scripted {
    url: String,
    /// The method of each request, and the number of its connection.
    seen: Arc<Mutex<Vec<(String, usize)>>>,
}

impl Scripted {
    fn start(script: &[Reply]) -> Self {
        Self::start_with(script, None)
    }

    /// Over TLS, with a certificate for `localhost` that is written to `authority`.
    fn start_tls(script: &[Reply], authority: &Path) -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        std::fs::write(authority, made.cert.pem()).expect("written");
        let key =
            rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| {
                config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key)
            });
        Self::start_with(script, Some(Arc::new(config.expect("TLS"))))
    }

    fn start_with(script: &[Reply], tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let port = listener.local_addr().expect("has an address").port();
        let url = format!("{}://localhost:{port}", if tls.is_some() { "https" } else { "http" });
        let seen = Arc::<Mutex<Vec<(String, usize)>>>::default();
        let script = Arc::new(Mutex::new(script.to_vec()));
        let shared = seen.clone();
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                let (script, seen, tls) = (script.clone(), shared.clone(), tls.clone());
                std::thread::spawn(move || {
                    // A client that hangs up ends its connection, and that is all.
                    let _ = match tls.map(ServerConnection::new) {
                        None => converse(stream, number, &script, &seen),
                        Some(Ok(tls)) => converse(StreamOwned::new(tls, stream), number, &script, &seen),
                        Some(Err(error)) => panic!("{error}"),
                    };
                });
            }
        });
        Self { url, seen }
    }

    fn seen(&self) -> Vec<(String, usize)> {
        self.seen.lock().expect("not poisoned").clone()
    }

    fn calls(&self) -> usize {
        self.seen().iter().filter(|(method, _)| method == "POST").count()
    }

    fn function(&self, executable: &str, handler: &str) -> Function {
        self.function_trusting(executable, handler, Path::new("/dev/null"))
    }

    fn function_trusting(&self, executable: &str, handler: &str, authority: &Path) -> Function {
        let environment = [
            ("SSL_CERT_FILE", authority.to_str().expect("UTF-8")),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "test"),
            ("AWS_SECRET_ACCESS_KEY", "x"),
            ("AWS_ENDPOINT_URL", self.url.as_str()),
            ("TABLE_NAME", "Table"),
        ];
        Function::start(executable, handler, &environment)
    }
}

fn converse(
    stream: impl Read + Write,
    number: usize,
    script: &Mutex<Vec<Reply>>,
    seen: &Mutex<Vec<(String, usize)>>,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let (mut first, mut length) = (String::new(), 0);
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            if header.trim().is_empty() {
                break;
            }
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        reader.read_exact(&mut vec![0; length])?;
        let method = first.split(' ').next().unwrap_or_default().to_owned();
        let health_check = method == "GET";
        seen.lock().expect("not poisoned").push((method, number));
        let reply = if health_check { Reply::Json(200, "healthy".into()) } else { next(script) };
        let (status, body) = match reply {
            Reply::Json(status, body) => (status, body),
            Reply::HangUp => return Ok(()),
            // The client's next word, or the end of the connection, is never answered.
            Reply::Silence => return reader.read_to_end(&mut Vec::new()).map(drop),
            Reply::Half => {
                let half = b"HTTP/1.1 200 Said\r\ncontent-length: 100\r\n\r\n{\"Item\":";
                reader.get_mut().write_all(half)?;
                reader.get_mut().flush()?;
                return reader.read_to_end(&mut Vec::new()).map(drop);
            }
            Reply::Garbage => return reader.get_mut().write_all(b"this is no HTTP\r\n\r\n"),
        };
        let body = body.to_string();
        write!(reader.get_mut(), "HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
        reader.get_mut().flush()?;
    }
}

fn next(script: &Mutex<Vec<Reply>>) -> Reply {
    let mut script = script.lock().expect("not poisoned");
    if script.len() > 1 { script.remove(0) } else { script[0].clone() }
}

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
fn without_a_database_the_function_starts_and_answers_500() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let url = format!("http://{}", closed.expect("an address"));
    let nobody = Scripted { url, seen: Arc::default() };
    let answer = nobody.function(EVENTS, "get_event").answer(event(&json!({})));
    assert_eq!((&answer["statusCode"], &answer["body"]), (&500.into(), &internal()));
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
fn an_answer_that_is_no_http_is_not_asked_for_again() {
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
fn a_failure_that_stays_is_a_500() {
    let database = Scripted::start(&[failing()]);
    let answer = database.function(EVENTS, "get_event").answer(event(&json!({})));
    assert_eq!((&answer["statusCode"], &answer["body"]), (&500.into(), &internal()));
    assert_eq!(database.calls(), 3);
}

#[test]
fn a_page_that_takes_too_much_memory_is_asked_for_again_in_parts() {
    // 1 MB as DynamoDB counts, and 80 MB once it is parsed: maps in maps.
    // A key that parsers reserve, as another writer may have stored one, changes nothing.
    let chain = (0..29).fold(json!({ "N": "0" }), |inner, _| json!({ "M": { "a": inner } }));
    let page = |items: usize| {
        let item = |id: usize| {
            json!({
                "id": { "S": id.to_string() }, "name": { "S": "n" }, "a": { "L": vec![chain.clone(); 2_000] },
                "$serde_json::private::RawValue": { "S": "z" },
            })
        };
        let items: Vec<Value> = (0..items).map(item).collect();
        Reply::Json(200, json!({ "Items": items, "Count": items.len(), "ScannedCount": items.len() }))
    };
    let database = Scripted::start(&[page(4), page(1)]);
    let function = database.function(EVENTS, "list_events");
    let list = event(&json!({ "routeKey": "GET /events", "pathParameters": null }));
    let answer = function.answer(&list);
    assert_eq!((&answer["statusCode"], database.calls()), (&200.into(), 2));
    let peak = function.peak_memory() >> 20;
    assert!(peak < 100, "{peak} MB");
}

#[test]
fn a_list_is_cut_into_pages_by_the_memory_that_they_take() {
    let list = vec![json!({ "L": [{ "N": "0" }] }); 38_000];
    let item = json!({ "id": { "S": "1" }, "name": { "S": "n" }, "a": { "L": list } });
    let page = json!({ "Items": [item], "Count": 1, "LastEvaluatedKey": { "id": { "S": "1" } } });
    let database = Scripted::start(&[Reply::Json(200, page)]);
    let function = database.function(EVENTS, "list_events");
    let answer = function.answer(event(&json!({ "routeKey": "GET /events", "pathParameters": null })));
    let listed: Vec<Value> = serde_json::from_str(answer["body"].as_str().expect("text")).expect("JSON");
    assert_eq!((&answer["statusCode"], listed.len(), database.calls()), (&200.into(), 1, 2));
    assert_ne!(answer["headers"]["link"], Value::Null);
    let peak = function.peak_memory() >> 20;
    assert!(peak < 100, "{peak} MB");
}

#[test]
fn what_a_batch_leaves_is_written_by_the_next() {
    let left = |numbers: &[u32]| {
        let put = |number: &u32| {
            let item = json!({ "eventName": { "S": "gala" }, "no": { "N": number.to_string() } });
            json!({ "PutRequest": { "Item": item } })
        };
        let left: Vec<Value> = numbers.iter().map(put).collect();
        Reply::Json(200, json!({ "UnprocessedItems": { "Table": left } }))
    };
    let nothing_left = Reply::Json(200, json!({ "UnprocessedItems": {} }));
    let row = json!({
        "routeKey": "POST /rows/{event}",
        "pathParameters": { "event": "gala" },
        "rawQueryString": "count=3&bytes=1",
    });
    let database = Scripted::start(&[left(&[1, 2, 3]), left(&[2]), nothing_left]);
    assert_eq!(database.function(FAULTS, "fill_row").answer(event(&row))["statusCode"], 204);
    assert_eq!(database.calls(), 3);

    let throttled = Scripted::start(&[left(&[1, 2, 3])]);
    let answer = throttled.function(FAULTS, "fill_row").answer(event(&row));
    assert_eq!((&answer["statusCode"], throttled.calls()), (&503.into(), 7));
}

fn internal() -> Value {
    json!({ "error": "Internal server error" }).to_string().into()
}
