//! The floor: a raw TCP loop, one partial borrowed parse, an answer written by hand. Nothing
//! is safe here; it is what a framework is measured against.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use fingerpost_benches::memory;
use serde::Deserialize;

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, rename = "pathParameters")]
    path_parameters: PathParameters<'a>,
}

#[derive(Deserialize)]
struct PathParameters<'a> {
    id: &'a str,
}

fn main() -> std::io::Result<()> {
    let api = env::var("AWS_LAMBDA_RUNTIME_API").expect("in Lambda");
    let events = memory();
    let mut stream = TcpStream::connect(&api)?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let next = format!("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nhost: {api}\r\n\r\n");
    loop {
        stream.write_all(next.as_bytes())?;
        let (id, body) = response(&mut reader)?;
        let event: Event<'_> = serde_json::from_slice(&body)?;
        let (status, text) = match events.get(event.path_parameters.id) {
            Some(event) => (200, serde_json::to_string(event)?),
            None => (404, r#"{"error":"Event not found"}"#.to_owned()),
        };
        let text = serde_json::to_string(&text)?;
        let answer = format!(
            "{{\"statusCode\":{status},\"headers\":{{\"content-type\":\"application/json\",\
             \"access-control-allow-origin\":\"*\"}},\"body\":{text}}}"
        );
        let length = answer.len();
        let post = format!(
            "POST /2018-06-01/runtime/invocation/{id}/response HTTP/1.1\r\nhost: {api}\r\n\
             content-length: {length}\r\n\r\n{answer}"
        );
        stream.write_all(post.as_bytes())?;
        response(&mut reader)?;
    }
}

/// Reads one response: the request id, where there is one, and the body.
fn response(reader: &mut BufReader<TcpStream>) -> std::io::Result<(String, Vec<u8>)> {
    let (mut id, mut length, mut line) = (String::new(), 0, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            std::process::exit(0);
        }
        match line.trim_end().split_once(": ") {
            Some(("lambda-runtime-aws-request-id", value)) => value.clone_into(&mut id),
            Some(("content-length", value)) => length = value.parse().unwrap_or_default(),
            None if line.trim_end().is_empty() => break,
            Some(_) | None => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok((id, body))
}
