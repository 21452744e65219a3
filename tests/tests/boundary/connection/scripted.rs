//! A stand-in for DynamoDB that counts: what the real one does seldom, such as failing or handing
//! a batch back, it does when told.

use std::io::{BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use fingerpost_tests::{Function, aws, http};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;

#[derive(Clone)]
pub(crate) enum Reply {
    Json(u16, Value),
    HangUp,
    Garbage,
    Silence,
    /// An answer without an end.
    Endless,
    /// The head of an answer, and of its body the start.
    Half,
}

/// A DynamoDB that answers calls from a list, the last entry again and again.
pub(crate) struct Scripted {
    pub(crate) url: String,
    /// The method of each request, and the number of its connection.
    pub(crate) seen: Arc<Mutex<Vec<(String, usize)>>>,
}

impl Scripted {
    pub(crate) fn start(script: &[Reply]) -> Self {
        Self::start_with(script, None)
    }

    /// Over TLS, with a certificate for `localhost` that is written to `authority`.
    pub(crate) fn start_tls(script: &[Reply], authority: &Path) -> Self {
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

    pub(crate) fn seen(&self) -> Vec<(String, usize)> {
        self.seen.lock().expect("not poisoned").clone()
    }

    pub(crate) fn calls(&self) -> usize {
        self.seen().iter().filter(|(method, _)| method == "POST").count()
    }

    pub(crate) fn function(&self, executable: &str, handler: &str) -> Function {
        self.function_trusting(executable, handler, Path::new("/dev/null"))
    }

    pub(crate) fn function_trusting(&self, executable: &str, handler: &str, authority: &Path) -> Function {
        let trusted = ("SSL_CERT_FILE", authority.to_str().expect("UTF-8"));
        let environment = [&aws(&self.url, "Table")[..], &[trusted]].concat();
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
    while let Some(request) = http::request(&mut reader)? {
        let method = request.method().to_string();
        let health_check = method == "GET";
        seen.lock().expect("not poisoned").push((method, number));
        let reply = if health_check { Reply::Json(200, "healthy".into()) } else { next(script) };
        let (status, body) = match reply {
            Reply::Json(status, body) => (status, body),
            Reply::HangUp => return Ok(()),
            // The client's next word, or the end of the connection, is never answered.
            Reply::Silence => return reader.read_to_end(&mut Vec::new()).map(drop),
            Reply::Endless => {
                reader
                    .get_mut()
                    .write_all(b"HTTP/1.1 200 Said\r\ncontent-length: 9999999999\r\n\r\n{\"a\":\"")?;
                let text = [b'a'; 1 << 12];
                loop {
                    reader.get_mut().write_all(&text)?;
                }
            }
            Reply::Half => {
                let half = b"HTTP/1.1 200 Said\r\ncontent-length: 100\r\n\r\n{\"Item\":";
                reader.get_mut().write_all(half)?;
                reader.get_mut().flush()?;
                return reader.read_to_end(&mut Vec::new()).map(drop);
            }
            Reply::Garbage => return reader.get_mut().write_all(b"this is not HTTP\r\n\r\n"),
        };
        let body = body.to_string();
        write!(reader.get_mut(), "HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
        reader.get_mut().flush()?;
    }
    Ok(())
}

fn next(script: &Mutex<Vec<Reply>>) -> Reply {
    let mut script = script.lock().expect("not poisoned");
    if script.len() > 1 { script.remove(0) } else { script[0].clone() }
}
