//! A stand-in for Secrets Manager and Parameter Store: it answers from a list, and keeps what it was asked.

use std::io::{BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Barrier, Mutex};

use fingerpost_tests::http;
use serde_json::{Value, json};

#[derive(Clone)]
pub(crate) enum Reply {
    Json(u16, Value),
    HangUp,
    /// The client's next word, or the end of the connection, is never answered.
    Silence,
}

impl Reply {
    /// The text of a secret.
    pub(crate) fn secret(text: &str) -> Self {
        Self::Json(200, json!({ "ARN": "arn", "Name": "shop", "SecretString": text }))
    }

    /// An error of AWS's.
    pub(crate) fn error(name: &str, message: &str) -> Self {
        Self::Json(400, json!({ "__type": name, "Message": message }))
    }
}

/// What was asked: the call, who signed it for what, and the body.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) target: String,
    pub(crate) authorization: String,
    pub(crate) token: String,
    pub(crate) body: Value,
}

pub(crate) struct Vault {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Vault {
    /// Answers requests from a list, the last entry again and again.
    pub(crate) fn start(replies: &[Reply]) -> Self {
        Self::start_when(1, replies)
    }

    /// The same, and no request before so many are there.
    pub(crate) fn start_when(together: usize, replies: &[Reply]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("has an address"));
        let (asked, script) = (Arc::<Mutex<Vec<Asked>>>::default(), Arc::new(Mutex::new(replies.to_vec())));
        let (shared, barrier) = (asked.clone(), Arc::new(Barrier::new(together)));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, asked, barrier) = (script.clone(), shared.clone(), barrier.clone());
                // A client that hangs up ends its connection, and that is all.
                std::thread::spawn(move || drop(converse(stream, &script, &asked, &barrier)));
            }
        });
        Self { url, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("not poisoned").clone()
    }
}

fn converse(
    mut stream: TcpStream,
    script: &Mutex<Vec<Reply>>,
    asked: &Mutex<Vec<Asked>>,
    barrier: &Barrier,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(request) = http::request(&mut reader)? {
        let header = |name: &str| {
            let value = request.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let body = serde_json::from_slice(request.body()).unwrap_or_default();
        let (target, authorization) = (header("x-amz-target"), header("authorization"));
        let token = header("x-amz-security-token");
        asked.lock().expect("not poisoned").push(Asked { target, authorization, token, body });
        barrier.wait();
        let (status, body) = match next(script) {
            Reply::Json(status, body) => (status, body.to_string()),
            Reply::HangUp => return Ok(()),
            Reply::Silence => return reader.read_to_end(&mut Vec::new()).map(drop),
        };
        let length = body.len();
        write!(stream, "HTTP/1.1 {status} Said\r\ncontent-length: {length}\r\n\r\n{body}")?;
    }
    Ok(())
}

fn next(script: &Mutex<Vec<Reply>>) -> Reply {
    let mut script = script.lock().expect("not poisoned");
    if script.len() > 1 { script.remove(0) } else { script[0].clone() }
}
