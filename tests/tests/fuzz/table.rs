//! A DynamoDB of one item, the last that was put, as it was put: for functions that are asked
//! without a local cloud.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Put<'a> {
    #[serde(borrow, rename = "Item")]
    item: &'a RawValue,
}

/// Starts one, and returns its URL.
pub(super) fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let address = listener.local_addr().expect("has an address");
    let item = Arc::<Mutex<String>>::default();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let item = item.clone();
            // A connection ends when its function does.
            std::thread::spawn(move || drop(converse(stream, &item)));
        }
    });
    format!("http://{address}")
}

fn converse(stream: TcpStream, item: &Mutex<String>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let (mut length, mut operation, mut line) = (0, String::new(), String::new());
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let lower = line.trim_end().to_ascii_lowercase();
            match lower.split_once(':') {
                Some(("content-length", value)) => length = value.trim().parse().unwrap_or_default(),
                Some(("x-amz-target", value)) => value.trim().clone_into(&mut operation),
                _ if lower.is_empty() => break,
                _ => {}
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let mut item = item.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = answer(&operation, &body, &mut item);
        drop(item);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length:";
        writer.write_all(format!("{head} {}\r\n\r\n{answer}", answer.len()).as_bytes())?;
    }
}

fn answer(operation: &str, body: &[u8], item: &mut String) -> String {
    let operation = operation.rsplit('.').next().unwrap_or_default();
    match operation {
        "putitem" => {
            serde_json::from_slice::<Put<'_>>(body).expect("an item").item.get().clone_into(item);
            "{}".to_owned()
        }
        "scan" => format!(r#"{{"Items":[{item}],"Count":1,"ScannedCount":1}}"#),
        _ if item.is_empty() => "{}".to_owned(),
        "deleteitem" => format!(r#"{{"Attributes":{}}}"#, std::mem::take(item)),
        _ => format!(r#"{{"Item":{item}}}"#),
    }
}
