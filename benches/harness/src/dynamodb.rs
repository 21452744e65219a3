//! The DynamoDB that candidates call: a real one in memory over plain HTTP, a constant one over TLS,
//! for what a first call costs, which stands for other services too, and one that says what it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use dynoxide::Database;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use crate::work::{ID, item};

/// A table `Events` with these items, on a URL.
pub(crate) fn plain(items: Vec<Value>) -> Result<String, String> {
    let database = Database::memory().map_err(|error| error.to_string())?;
    let table = json!({
        "TableName": "Events",
        "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
        "BillingMode": "PAY_PER_REQUEST",
    });
    database.create_table(request(table)?).map_err(|error| error.to_string())?;
    for item in items {
        let put = request(json!({ "TableName": "Events", "Item": item }))?;
        database.put_item(put).map_err(|error| error.to_string())?;
    }
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    listener.set_nonblocking(true).map_err(|error| error.to_string())?;
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            dynoxide::server::serve_on(listener, database).await;
        });
    });
    Ok(format!("http://{address}"))
}

fn request<T: serde::de::DeserializeOwned>(request: Value) -> Result<T, String> {
    serde_json::from_value(request).map_err(|error| error.to_string())
}

/// An endpoint that speaks TLS and gives every service of AWS one answer, in which each finds its own: the event,
/// a secret, a message's id. `authority` is where the certificate that a client must trust is written.
pub(crate) fn tls(authority: &Path) -> Result<String, String> {
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]);
    let certificate = certificate.map_err(|error| error.to_string())?;
    std::fs::write(authority, certificate.cert.pem()).map_err(|error| error.to_string())?;
    let key = rustls::pki_types::PrivateKeyDer::try_from(certificate.signing_key.serialize_der())
        .map_err(ToOwned::to_owned)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|config| {
            config.with_no_client_auth().with_single_cert(vec![certificate.cert.der().clone()], key)
        })
        .map_err(|error| error.to_string())?;
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let config = config.clone();
            std::thread::spawn(move || {
                // A client that hangs up is one that has what it wanted.
                let _ = converse(stream, config);
            });
        }
    });
    Ok(format!("https://localhost:{port}"))
}

fn converse(stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let answer = json!({ "Item": item(ID), "SecretString": "secret", "MessageId": ID }).to_string();
    repeat(StreamOwned::new(connection, stream), |_| answer.clone())
}

/// What an endpoint has.
#[derive(Default)]
pub(crate) enum Stored {
    /// Room for what is put.
    #[default]
    Nothing,
    /// One item, as DynamoDB's JSON.
    Item(String),
    /// Pages without an end, each of so many of the same item, or of fewer where they are asked for.
    Pages(String, usize),
}

impl Stored {
    fn answer(&self, call: &[u8]) -> String {
        match self {
            Self::Nothing => "{}".to_owned(),
            Self::Item(item) => format!("{{\"Item\":{item}}}"),
            Self::Pages(item, most) => {
                let limit = serde_json::from_slice(call).ok().and_then(|call: Value| call["Limit"].as_u64());
                let count =
                    limit.and_then(|limit| limit.try_into().ok()).map_or(*most, |limit| *most.min(&limit));
                let items = vec![item.as_str(); count].join(",");
                format!(
                    "{{\"Items\":[{items}],\"Count\":{count},\"ScannedCount\":{count},\
                     \"LastEvaluatedKey\":{{\"id\":{{\"S\":\"last\"}}}}}}"
                )
            }
        }
    }
}

/// An endpoint that has what stands in `stored` at the time.
pub(crate) fn scripted(stored: Arc<Mutex<Stored>>) -> Result<String, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let stored = stored.clone();
            let answer =
                move |call: &[u8]| stored.lock().unwrap_or_else(PoisonError::into_inner).answer(call);
            std::thread::spawn(move || drop(repeat(stream, answer)));
        }
    });
    Ok(format!("http://{address}"))
}

fn repeat(stream: impl Read + Write, answer: impl Fn(&[u8]) -> String) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let (mut length, mut line) = (0, String::new());
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if line.trim_end().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or_default();
            }
        }
        let mut call = vec![0; length];
        reader.read_exact(&mut call)?;
        let answer = answer(&call);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length:";
        write!(reader.get_mut(), "{head} {}\r\n\r\n{answer}", answer.len())?;
        reader.get_mut().flush()?;
    }
}
