//! A DynamoDB of one item, the last that was put, as it was put: for functions that are asked
//! without a local cloud.

use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

use fingerpost_tests::http;
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
    while let Some(request) = http::request(&mut reader)? {
        let operation = request.headers().get("x-amz-target").and_then(|target| target.to_str().ok());
        let mut item = item.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = answer(operation.unwrap_or_default(), request.body(), &mut item);
        drop(item);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length:";
        writer.write_all(format!("{head} {}\r\n\r\n{answer}", answer.len()).as_bytes())?;
    }
    Ok(())
}

fn answer(operation: &str, body: &[u8], item: &mut String) -> String {
    let operation = operation.rsplit('.').next().unwrap_or_default();
    match operation {
        "PutItem" => {
            serde_json::from_slice::<Put<'_>>(body).expect("an item").item.get().clone_into(item);
            "{}".to_owned()
        }
        "Scan" => format!(r#"{{"Items":[{item}],"Count":1,"ScannedCount":1}}"#),
        _ if item.is_empty() => "{}".to_owned(),
        "DeleteItem" => format!(r#"{{"Attributes":{}}}"#, std::mem::take(item)),
        _ => format!(r#"{{"Item":{item}}}"#),
    }
}
