//! Calls of a Runtime API, byte by byte.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use fingerpost_tests::Serve;

/// Where the function that answers `/environment` has its Runtime API.
pub(crate) fn address(api: &Serve) -> String {
    let found = api.call("GET", "/environment").json();
    found["AWS_LAMBDA_RUNTIME_API"].as_str().expect("an address").to_owned()
}

/// Sends a request to a Runtime API, whose answer is still to be read.
pub(crate) fn send(address: &str, request: &str, headers: &str, body: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("connects");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("sets");
    let host = if headers.contains("host:") { String::new() } else { format!("host: {address}\r\n") };
    let (method, path) = request.split_once(' ').expect("a method and a path");
    let path = format!("/2018-06-01/runtime/{path}");
    let length = if headers.contains("content-length") {
        String::new()
    } else {
        format!("content-length: {}\r\n", body.len())
    };
    let head = format!("{method} {path} HTTP/1.1\r\n{host}connection: close\r\n{length}{headers}\r\n");
    // What is refused early may be closed before all of it is sent.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
    stream
}

/// Reads a response to its end: its status and the rest.
pub(crate) fn receive(mut stream: TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("no response: {read:?} {text:?}")), text)
}

pub(crate) fn call(address: &str, request: &str, headers: &str, body: &str) -> (u16, String) {
    receive(send(address, request, headers, body))
}

/// Asks for an event as the function: its id and its response.
pub(crate) fn next(address: &str) -> (String, String) {
    let (status, response) = call(address, "GET invocation/next", "", "");
    assert_eq!(status, 200, "{response}");
    (event_id(&response).expect("an id"), response)
}

pub(crate) fn event_id(response: &str) -> Option<String> {
    let mut lines = response.lines();
    lines.find_map(|line| line.strip_prefix("lambda-runtime-aws-request-id: ")).map(str::to_owned)
}
