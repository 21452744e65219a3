//! Limits: what one caller can take of time, connections and memory.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use fingerpost_tests::{Header, Serve};
use serde_json::{Value, json};

use super::{FAULTS, refusal, value};

/// One connection to the door.
struct Caller(BufReader<TcpStream>);

impl Caller {
    fn connect(api: &Serve) -> Self {
        let stream = TcpStream::connect(api.database().trim_start_matches("http://")).expect("connects");
        let caller = Self(BufReader::new(stream));
        caller.wait_at_most(Duration::from_secs(20));
        caller
    }

    fn wait_at_most(&self, time: Duration) {
        self.0.get_ref().set_read_timeout(Some(time)).expect("sets");
    }

    fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(bytes.as_ref()).expect("sent");
    }

    fn send_head(&mut self, api: &Serve, length: usize, headers: &[Header]) {
        let host = api.database().trim_start_matches("http://").to_owned();
        let own = [("host".to_owned(), host), ("content-length".to_owned(), length.to_string())];
        let lines = own.iter().chain(headers).map(|(name, value)| format!("{name}: {value}\r\n"));
        self.send(format!("POST / HTTP/1.1\r\n{}\r\n", lines.collect::<Vec<_>>().concat()));
    }

    /// The status of the next answer, whose body is read, too.
    fn status(&mut self) -> u16 {
        let (mut line, mut length) = (String::new(), 0);
        self.0.read_line(&mut line).expect("an answer");
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        while line != "\r\n" {
            line.clear();
            self.0.read_line(&mut line).expect("a header");
            let value = line.strip_prefix("content-length: ").and_then(|value| value.trim().parse().ok());
            length = value.unwrap_or(length);
        }
        self.0.read_exact(&mut vec![0; length]).expect("a body");
        status.expect("a status")
    }
}

const HEALTH: &str = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

#[test]
fn what_the_head_tells_is_answered_before_the_body_came() {
    let api = Serve::start(FAULTS);
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut stranger = api.keys().sign(&api.database(), "ListTables", "{}");
    *value(&mut stranger, "authorization") = value(&mut stranger, "authorization").replace("AKIA", "AKIB");
    let rows = [
        (403, vec![header("origin", "https://example.com")]),
        (404, vec![header("content-type", "text/plain")]),
        (400, vec![header("content-type", "application/x-amz-json-1.0")]),
        (400, stranger),
    ];
    for (status, headers) in rows {
        let mut caller = Caller::connect(&api);
        caller.send_head(&api, 8 << 20, &headers);
        assert_eq!(caller.status(), status, "{headers:?}");
        // It is read on, and not kept.
        caller.send(vec![b'x'; 8 << 20]);
        caller.send(HEALTH);
        assert_eq!(caller.status(), 200, "{headers:?}");
    }
}

#[test]
fn a_body_that_is_too_large_or_cut_short_is_refused() {
    let api = Serve::start(FAULTS);
    let headers = api.keys().sign(&api.database(), "ListTables", "{}");
    let mut caller = Caller::connect(&api);
    caller.send_head(&api, (16 << 20) + 1, &headers);
    assert_eq!(caller.status(), 413);
    let mut caller = Caller::connect(&api);
    caller.send_head(&api, 16 << 20, &headers);
    caller.0.get_ref().shutdown(Shutdown::Write).expect("shut down");
    assert_eq!(caller.status(), 400);
}

#[test]
fn there_are_only_so_many_connections_at_once() {
    let api = Serve::start(FAULTS);
    let mut others: Vec<_> = (0..512).map(|_| Caller::connect(&api)).collect();
    let mut caller = Caller::connect(&api);
    caller.send(HEALTH);
    caller.wait_at_most(Duration::from_millis(300));
    let waits = caller.0.fill_buf().map(<[u8]>::len).map_err(|error| error.kind());
    assert!(matches!(waits, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)), "{waits:?}");
    others.pop();
    caller.wait_at_most(Duration::from_secs(20));
    assert_eq!(caller.status(), 200);
}

/// A call whose body nests so that dynoxide takes a hundred times its size to read it.
fn heavy(no: u8) -> String {
    let row = vec![r#"{"M":{"a":{"M":{"a":{"L":[]}}}}}"#; 6000].join(",");
    let nested = (0..4)
        .fold(format!(r#"{{"L":[{row}]}}"#), |inner, _| format!(r#"{{"L":[{{"M":{{"a":{inner}}}}}]}}"#));
    format!(r#"{{"TableName":"Seats","Item":{{"eventName":{{"S":"e"}},"no":{{"N":"{no}"}},"a":{nested}}}}}"#)
}

#[cfg(target_os = "linux")]
#[test]
fn heavy_calls_have_their_memory_one_after_the_other() {
    let api = Serve::start(FAULTS);
    let put = |no| assert_eq!(api.dynamodb(&api.keys(), "PutItem", &heavy(no)).status, 200);
    let peak = || fingerpost_tests::peak_memory(api.pid()).expect("it runs");
    put(0);
    let of_one = peak();
    std::thread::scope(|scope| {
        for no in 1..4 {
            scope.spawn(move || put(no));
        }
        assert_eq!(api.dynamodb(&api.keys(), "ListTables", "{}").status, 200);
    });
    let of_all = peak();
    assert!(of_all < of_one * 3 / 2, "{} MB for one, {} MB for four", of_one >> 20, of_all >> 20);
}

#[test]
fn a_heavy_call_whose_caller_hangs_up_is_not_made() {
    let api = Serve::start(FAULTS);
    let calls = (1..=5).map(|no| {
        let mut caller = Caller::connect(&api);
        let headers = api.keys().sign(&api.database(), "PutItem", &heavy(no));
        caller.send_head(&api, heavy(no).len(), &headers);
        caller.send(heavy(no));
        caller
    });
    drop(calls.collect::<Vec<_>>());
    assert_eq!(api.dynamodb(&api.keys(), "PutItem", &heavy(0)).status, 200);
    let table = api.dynamodb(&api.keys(), "DescribeTable", r#"{"TableName":"Seats"}"#).json();
    let count = table["Table"]["ItemCount"].as_u64().expect("a count");
    assert!((1..=3).contains(&count), "{count} were made");
}

#[cfg(target_os = "linux")]
#[test]
fn a_call_that_would_take_too_much_memory_is_refused_and_a_large_legal_one_is_made() {
    let api = Serve::start(FAULTS);
    let many = |name: &str, value: &str| {
        let values = vec![value; (15 << 20) / (value.len() + 1)].join(",");
        format!(
            r#"{{"TableName":"Seats","Item":{{"eventName":{{"S":"e"}},"no":{{"N":"0"}},"a":{{"{name}":[{values}]}}}}}}"#
        )
    };
    let wide = vec![r#"{"L":[]}"#; 300_000].join(",");
    let nested = (0..14)
        .fold(format!(r#"{{"L":[{wide}]}}"#), |inner, _| format!(r#"{{"L":[{{"M":{{"a":{inner}}}}}]}}"#));
    let deep = format!(
        r#"{{"TableName":"Seats","Item":{{"eventName":{{"S":"e"}},"no":{{"N":"0"}},"a":{nested}}}}}"#
    );
    for body in [many("L", r#"{"L":[]}"#), many("NS", r#""1234567""#), many("L", r#"{"S":""}"#), deep] {
        let refusal = refusal(&api.dynamodb(&api.keys(), "PutItem", &body));
        assert!(refusal.starts_with("400 ValidationException: "), "{refusal}");
        assert!(refusal.contains("more memory than the local database gives a call"), "{refusal}");
    }
    let peak = fingerpost_tests::peak_memory(api.pid()).expect("it runs");
    assert!(peak < 200 << 20, "{} MB", peak >> 20);
    // 25 rows of 400 KB each, of attributes of a hundred bytes.
    let row = |number: usize| {
        let attributes = (0..3900).map(|at| (format!("a{at:04}"), json!({ "S": "x".repeat(95) })));
        let key = [
            ("eventName".to_owned(), json!({ "S": "e" })),
            ("no".to_owned(), json!({ "N": number.to_string() })),
        ];
        json!({ "PutRequest": { "Item": key.into_iter().chain(attributes).collect::<serde_json::Map<_, _>>() } })
    };
    let rows: Vec<Value> = (1..=25).map(row).collect();
    let body = json!({ "RequestItems": { "Seats": rows } }).to_string();
    let answer = api.dynamodb(&api.keys(), "BatchWriteItem", &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
}
