//! The local DynamoDB's door: who is let in, and what they may do there.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use fingerpost_tests::{Answer, Header, Keys, Serve};
use serde_json::json;

mod body;
mod grants;
mod indexes;
mod limits;
mod signature;
mod updates;

const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// `service#Exception: message` of a refusal.
fn refusal(answer: &Answer) -> String {
    assert_eq!(answer.header("access-control-allow-origin"), "", "no page may read an answer");
    let body = answer.json();
    let kind = body["__type"].as_str().expect("an envelope");
    let message = body["message"].as_str().or(body["Message"].as_str()).unwrap_or_default();
    format!("{} {}: {message}", answer.status, kind.rsplit('#').next().unwrap_or_default())
}

/// The keys of a function that may `BatchGetItem`, `ConditionCheckItem`, `GetItem`, `PutItem` and
/// `Query` seats.
fn function(api: &Serve) -> Keys {
    let keys = api.call("GET", "/keys").json();
    let key = |at: usize| keys[at].as_str().expect("a key").to_owned();
    Keys { id: key(0), secret: key(1) }
}

fn value<'a>(headers: &'a mut [Header], name: &str) -> &'a mut String {
    &mut headers.iter_mut().find(|header| header.0 == name).expect("is there").1
}

#[test]
fn what_the_developer_signs_is_answered_as_dynamodb_answers() {
    let api = Serve::start(FAULTS);
    let answer = api.dynamodb(&api.keys(), "ListTables", "{}");
    assert_eq!((answer.status, answer.json()), (200, json!({ "TableNames": ["Seats"] })));
    assert_eq!(answer.header("content-type"), "application/x-amz-json-1.0");
    assert_eq!(answer.header("x-amz-crc32"), "2293053306", "the CRC-32 of the body");
    assert_eq!(answer.header("x-amzn-requestid").len(), 52);
    let health = api.request("GET", &api.database(), &[], b"").expect("answers");
    assert_eq!((health.status, health.text().as_str()), (200, "healthy: dynamodb.us-east-1.amazonaws.com "));
}

/// A browser sets these headers, and a page cannot take them away: `Origin` with every POST,
/// `Sec-Fetch-Site` with every request to an address that it trusts, as it trusts loopback.
#[test]
fn no_web_page_is_let_in_whatever_it_asks() {
    let api = Serve::start(FAULTS);
    let port = api.database().rsplit(':').next().expect("a port").to_owned();
    let rebound = format!("rebound.example:{port}");
    let pages = [
        ("origin", "https://example.com"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:3000"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-origin"),
        ("host", rebound.as_str()),
        ("host", "127.0.0.1.example.com"),
        ("host", "localhost@example.com"),
        ("host", "0.0.0.0"),
        ("host", ""),
    ];
    for page in pages {
        for method in ["GET", "OPTIONS", "POST"] {
            let mut headers = api.keys().sign(&api.database(), "ListTables", "{}");
            headers.push(("access-control-request-method".to_owned(), "POST".to_owned()));
            headers.push((page.0.to_owned(), page.1.to_owned()));
            let headers: Vec<_> =
                headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let body: &[u8] = if method == "POST" { b"{}" } else { b"" };
            let answer = api.request(method, &api.database(), &headers, body).expect("answers");
            let refusal = refusal(&answer);
            assert!(refusal.starts_with("403 AccessDeniedException: "), "{method} {page:?}: {refusal}");
        }
    }
}

#[test]
fn a_name_that_stands_elsewhere_than_in_one_host_is_foreign_too() {
    let api = Serve::start(FAULTS);
    let address = api.database().trim_start_matches("http://").to_owned();
    let heads = [
        format!("GET http://rebound.example/ HTTP/1.1\r\nhost: {address}"),
        format!("GET / HTTP/1.1\r\nhost: {address}\r\nhost: rebound.example"),
        "GET / HTTP/1.0".to_owned(),
    ];
    for head in heads {
        let mut stream = TcpStream::connect(&address).expect("connects");
        stream.write_all(format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert_eq!(answer.split(' ').nth(1), Some("403"), "{head}: {answer}");
    }
}

/// The door is all there is: no other socket of this process lets a page in.
#[cfg(target_os = "linux")]
#[test]
fn there_is_no_second_listener_behind_the_door() {
    let api = Serve::start(FAULTS);
    let opened = std::fs::read_dir(format!("/proc/{}/fd", api.pid())).expect("its descriptors");
    let opened: Vec<_> = opened.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok()).collect();
    let sockets = std::fs::read_to_string("/proc/net/tcp").expect("the sockets");
    let listening =
        sockets.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|columns| {
            let inode = format!("socket:[{}]", columns.get(9).unwrap_or(&""));
            columns.get(3) == Some(&"0A") && opened.iter().any(|file| file.as_os_str() == inode.as_str())
        });
    assert_eq!(listening.count(), 2, "the gateway's and the door's");
}

#[test]
fn what_is_not_dynamodbs_is_not_found() {
    let api = Serve::start(FAULTS);
    let signed = api.keys().sign(&api.database(), "ListTables", "{}");
    let headers: Vec<_> = signed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for (method, path) in
        [("PUT", "/"), ("DELETE", "/"), ("HEAD", "/"), ("POST", "/shell"), ("GET", "/shell")]
    {
        let url = api.database() + path;
        assert_eq!(api.request(method, &url, &headers, b"").expect("answers").status, 404, "{method} {path}");
    }
    let mut form = signed.clone();
    "text/plain".clone_into(value(&mut form, "content-type"));
    assert_eq!(api.send_to_dynamodb(&form, "{}").status, 404, "AWS's answer to what is not JSON");
    let unknown = api.dynamodb(&api.keys(), "DropEverything", "{}");
    assert_eq!(refusal(&unknown), "400 UnknownOperationException: ");
}
