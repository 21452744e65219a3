//! What comes over the wire: who may ask, bodies that stop, requests in a row.

use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;

use fingerpost_tests::{Raw, Serve, run};
use serde_json::json;

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

#[test]
fn a_host_that_is_not_this_machine_is_refused_by_name() {
    let api = Serve::start(FAULTS);
    let ask = |request: &str| Raw::send(&api, request).answer(false).expect("answers");
    for host in [
        "localhost",
        "LOCALHOST:3000",
        "api.localhost:1",
        "localhost.",
        "127.0.0.1:9",
        "127.1.2.3",
        "[::1]:80",
    ] {
        assert_eq!(ask(&format!("GET /cookies HTTP/1.1\r\nhost: {host}\r\n\r\n")).status, 200, "{host}");
    }
    for host in
        ["rebound.example", "rebound.example:3000", "localhost.example", "127.0.0.1.example", "10.0.0.1"]
    {
        let name = host.split(':').next().expect("a name");
        let sentence =
            format!("`{name}` is not this machine; `serve --allow-host {name}` takes its requests");
        let origin = "https://example.com";
        for request in [
            format!("GET /cookies HTTP/1.1\r\norigin: {origin}\r\nhost: {host}\r\n\r\n"),
            format!("GET http://{host}/cookies HTTP/1.1\r\norigin: {origin}\r\nhost: localhost\r\n\r\n"),
            format!("CONNECT {name}:443 HTTP/1.1\r\norigin: {origin}\r\nhost: localhost\r\n\r\n"),
        ] {
            let answer = ask(&request);
            assert_eq!((answer.status, answer.json()), (403, json!({ "message": sentence })), "{request}");
        }
    }
    for host in [
        "",
        "host: \r\n",
        "host: a b\r\n",
        "host: x@localhost\r\n",
        "host: \u{ff}\r\n",
        "host: localhost:x\r\n",
    ] {
        assert_eq!(ask(&format!("GET /cookies HTTP/1.1\r\n{host}\r\n")).status, 400, "{host}");
    }
    assert!(api.functions().len() == 1, "no function was started for what was refused");
}

#[test]
fn a_tunnels_host_can_be_allowed() {
    let api = Serve::start_allowing(FAULTS, "tunnel.example");
    let status = |host: &str| {
        let request = format!("GET /cookies HTTP/1.1\r\nhost: {host}\r\n\r\n");
        Raw::send(&api, request).answer(false).expect("answers").status
    };
    let statuses = ["tunnel.example", "Tunnel.example:443", "x.tunnel.example", "127.0.0.1"].map(status);
    assert_eq!(statuses, [200, 200, 403, 200]);
}

#[test]
fn a_name_that_no_host_can_have_is_refused_at_the_start() {
    // Whoever takes the name finds the port taken.
    let taken = TcpListener::bind("127.0.0.1:0").expect("binds");
    let port = taken.local_addr().expect("bound").port().to_string();
    for name in
        ["*.tunnel.example", "http://tunnel.example/", "tunnel.example:443", "a b", "user@tunnel.example", ""]
    {
        let ran = run(FAULTS, &["serve", "--port", &port, "--in-memory", "--allow-host", name], "");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}");
        assert!(
            ran.stderr.contains("it takes one host's whole name, without a port"),
            "{name}: {}",
            ran.stderr
        );
    }
}

#[test]
fn a_body_that_stops_short_is_a_400() {
    let api = Serve::start(FAULTS);
    for body in ["content-length: 10\r\n\r\nhello", "transfer-encoding: chunked\r\n\r\n5\r\nhel"] {
        let mut raw = Raw::send(&api, format!("POST /bytes HTTP/1.1\r\nhost: localhost\r\n{body}"));
        raw.end();
        let answer = raw.answer(false).expect("answers");
        assert_eq!((answer.status, answer.json()), (400, json!({ "message": "Bad Request" })), "{body}");
    }
}

#[test]
fn who_sends_more_than_is_taken_still_reads_the_answer_and_goes_on() {
    let api = Serve::start(FAULTS);
    for (route, status) in [("/bytes", 413), ("/nope", 404)] {
        let mut raw = Raw::send(
            &api,
            format!("POST {route} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 8388608\r\n\r\n"),
        );
        assert_eq!(raw.answer(false).expect("answers before the body came").status, status);
        raw.more(vec![b'x'; 8 << 20]);
        raw.more("GET /cookies HTTP/1.1\r\nhost: localhost\r\n\r\n");
        assert_eq!(raw.answer(false).expect("answers the next").status, 200, "{route}");
    }
    let mut raw =
        Raw::send(&api, "POST /bytes HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n");
    for _ in 0..8 {
        raw.more(format!("100000\r\n{}\r\n", "x".repeat(1 << 20)));
    }
    raw.more("0\r\n\r\n");
    assert_eq!(raw.answer(false).expect("answers").status, 413);
}

#[test]
fn who_waits_to_be_told_to_go_on_is_told() {
    let api = Serve::start(FAULTS);
    let head = "host: localhost\r\nexpect: 100-continue\r\ncontent-length: ";
    let mut raw = Raw::send(&api, format!("POST /bytes HTTP/1.1\r\n{head}5\r\n\r\n"));
    assert_eq!(raw.answer(false).expect("an interim answer").status, 100);
    raw.more("hello");
    assert_eq!(raw.answer(false).expect("an answer").text(), "hello");
    let mut raw = Raw::send(&api, format!("POST /bytes HTTP/1.1\r\n{head}99999999\r\n\r\n"));
    assert_eq!(raw.answer(false).expect("an answer").status, 413);
    assert!(raw.closed(), "the body that was not asked for would be taken for a request");
}

#[test]
fn requests_in_a_row_are_answered_in_a_row() {
    let api = Serve::start(FAULTS);
    let request = |line: &str| format!("{line} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    let lines = ["GET /event/a", "HEAD /event/b", "GET /nope", "GET /event/c"];
    let mut raw = Raw::send(&api, lines.map(request).concat() + "nonsense\r\n\r\n");
    assert_eq!(raw.answer(false).expect("answers").json()["rawPath"], "/event/a");
    let head = raw.answer(true).expect("answers");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(raw.answer(false).expect("answers").status, 404);
    assert_eq!(raw.answer(false).expect("answers").json()["rawPath"], "/event/c");
    assert_eq!(raw.answer(false).expect("answers").json(), json!({ "message": "Bad Request" }));
    assert!(raw.closed());
    let first = "GET /event/a HTTP/1.0\r\nconnection: keep-alive\r\n\r\n";
    let mut raw = Raw::send(&api, format!("{first}nonsense\r\n\r\n"));
    assert_eq!(raw.answer(false).expect("answers").json()["rawPath"], "/event/a");
    assert_eq!(raw.answer(false).expect("answers").json(), json!({ "message": "Bad Request" }));
}

#[test]
fn many_headers_count_by_their_bytes_alone() {
    let api = Serve::start(FAULTS);
    let ask = |headers: usize| {
        let headers = "a: 1\r\n".repeat(headers);
        let request = format!(
            "GET /event/x HTTP/1.1\r\nhost: localhost\r\norigin: https://example.com\r\n{headers}\r\n"
        );
        Raw::send(&api, request).answer(false).expect("answers")
    };
    assert_eq!(ask(1600).json()["headers"]["a"], vec!["1"; 1600].join(","));
    let message = json!({ "message": "Request Header Fields Too Large" });
    let refused = ask(2000);
    assert_eq!((refused.status, refused.json()), (431, message.clone()));
    assert_eq!(refused.header("access-control-allow-origin"), "https://example.com");
    let unread = ask(3000);
    assert_eq!((unread.status, unread.json()), (431, message));
    assert_eq!(unread.header("vary"), "origin", "which origin asked is not known");
}

#[test]
fn nothing_of_a_request_moves_the_terminals_cursor() {
    let api = Serve::start(FAULTS);
    let head = "GET /\u{9b}31m\u{202e}?\u{85} HTTP/1.1\r\nhost: localhost\r\n\r\n";
    assert_eq!(Raw::send(&api, head).answer(false).expect("answers").status, 404);
    let log = api.log();
    assert!(log.contains("GET    /\\u{9b}31m\\u{202e}?\\u{85}"), "{log:?}");
    assert!(!log.contains(|c: char| c.is_control() && c != '\n') && !log.contains('\u{202e}'), "{log:?}");
    // The welcome keeps its lines.
    assert!(log.contains(" is up at http://") && log.lines().count() > 10, "{log}");
}

/// The value of a header, each level of which starts `serde_json`'s limit of recursion anew.
fn nested(levels: usize) -> String {
    (0..levels).fold("0".to_owned(), |inner, _| {
        let level = json!({ "$serde_json::private::RawValue": inner });
        format!("{}{level}{}", "[".repeat(120), "]".repeat(120))
    })
}

#[test]
fn an_answer_that_is_too_much_to_read_is_malformed_and_ends_nobody() {
    let api = Serve::start(FAULTS);
    let number = r#"{"$serde_json::private::Number":"201"}"#.to_owned();
    let deep = format!("{}{}", "[".repeat(126), "]".repeat(126));
    let wide = format!("[{}0]", "[0],".repeat(1 << 20));
    let header = |value: &str| format!(r#"{{"statusCode":200,"headers":{{"x-a":{value}}},"body":"b"}}"#);
    let many: Vec<_> = (0..40_000).map(|name| format!(r#""x-{name}":"""#)).collect();
    for answer in [
        header(&nested(1)),
        header(&nested(8)),
        header(&number),
        header(&deep),
        header(&wide),
        format!(r#"{{"statusCode":{}}}"#, nested(8)),
        format!(r#"{{"statusCode":{number}}}"#),
        format!(r#"{{"statusCode":200,"headers":{{{}}}}}"#, many.join(",")),
        format!(r#"{{"statusCode":200,"cookies":[{}""]}}"#, "\"\",".repeat(1 << 20)),
    ] {
        let shown: String = answer.chars().take(80).collect();
        let got = api.request("POST", "/raw", &[("content-type", "text/plain")], answer.as_bytes());
        let got = got.unwrap_or_else(|error| panic!("{shown}: {error}: {}", api.log()));
        assert_eq!((got.status, got.json()), (500, json!({ "message": "Internal Server Error" })), "{shown}");
    }
    assert!(api.log().contains("would call this answer malformed"), "{}", api.log());
    // As text of the body it is text, and without a status it is all a body.
    let body = nested(2);
    for answer in [json!({ "statusCode": 200, "body": body }).to_string(), body.clone()] {
        let got = api.request("POST", "/raw", &[("content-type", "text/plain")], answer.as_bytes());
        let got = got.expect("an answer");
        assert!(got.status == 200 && got.text() == body, "{}", got.text());
    }
}

/// A client that reads slowly has the rest of an answer written again and again, from another place.
#[test]
fn a_body_that_looks_like_a_servers_refusal_arrives_whole() {
    let api = Serve::start(FAULTS);
    let body = "HTTP/1.1 400\r\n".repeat(4 << 16) + "content-length: 0\r\n\r\n";
    let head = "POST /bytes HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: ";
    for shift in 0..14 {
        let body = "x".repeat(shift) + &body;
        let mut raw = Raw::send(&api, format!("{head}{}\r\n\r\n{body}", body.len()));
        raw.more("HEAD /event/x HTTP/1.1\r\nhost: localhost\r\n\r\nnonsense\r\n\r\n");
        let answer = raw.answer(false).expect("answers");
        assert!(answer.status == 200 && answer.body == body.as_bytes(), "shifted by {shift}, it is damaged");
        assert_eq!(raw.answer(true).expect("answers").status, 200);
        assert_eq!(raw.answer(false).expect("answers").json(), json!({ "message": "Bad Request" }));
        assert!(raw.closed());
    }
}

#[test]
fn a_connection_that_asks_nothing_is_given_up_soon_and_one_that_asked_is_kept() {
    let api = Serve::start_with(Command::new(FAULTS), &["--in-memory"]);
    let mut asked = Raw::send(&api, "GET /cookies HTTP/1.1\r\nhost: localhost\r\n\r\n");
    assert_eq!(asked.answer(false).expect("answers").status, 200);
    let mut silent = TcpStream::connect(api.url().trim_start_matches("http://")).expect("connects");
    silent.set_read_timeout(Some(Duration::from_secs(15))).expect("a timeout");
    assert_eq!(silent.read(&mut [0]).expect("it is closed"), 0);
    asked.more("GET /cookies HTTP/1.1\r\nhost: localhost\r\n\r\n");
    assert_eq!(asked.answer(false).expect("answers").status, 200);
}
