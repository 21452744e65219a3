//! A Lambda of one function: the Runtime API as AWS documents it, written for tests and
//! independent of the local cloud's own.

use std::io::{BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::http;

/// Headers of an invocation, each with its end of line, and its event.
type Invocation = (String, String);

/// How long a report is waited for: long, because a machine that compiles beside the tests is slow.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Where nothing listens: what gets as far as the database is a 500.
pub const NOWHERE: &str = "http://127.0.0.1:1";

/// The variables of a function that has one table, whose DynamoDB is at `endpoint`.
pub const fn aws<'a>(endpoint: &'a str, table: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
        ("AWS_ENDPOINT_URL", endpoint),
        ("TABLE_NAME", table),
    ]
}

/// A function's process, with Lambda's variables set.
pub struct Function {
    child: Child,
    log: NamedTempFile,
    events: Sender<Invocation>,
    answers: Receiver<(String, String)>,
}

impl Function {
    /// Starts an executable as the function of a route.
    pub fn start(executable: &str, handler: &str, environment: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let address = listener.local_addr().expect("has an address");
        let (events, queue) = channel();
        let (reported, answers) = channel();
        std::thread::spawn(move || serve(&listener, queue, &reported));
        let log = NamedTempFile::new().expect("a log");
        let child = Command::new(executable)
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", handler)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("_HANDLER", handler)
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log.reopen().expect("a log"))
            .spawn()
            .expect("starts");
        Self { child, log, events, answers }
    }

    /// The object that API Gateway would read.
    pub fn answer(&self, event: impl ToString) -> Value {
        self.send(event.to_string());
        self.next_answer()
    }

    /// The same, of an invocation that is over after `time`.
    pub fn answer_within(&self, time: Duration, event: impl ToString) -> Value {
        let deadline = SystemTime::now() + time;
        let deadline = deadline.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_millis();
        self.send_with(format!("lambda-runtime-deadline-ms: {deadline}\r\n"), event.to_string());
        self.next_answer()
    }

    fn next_answer(&self) -> Value {
        let (path, body) = self.report();
        assert!(path.ends_with("/response"), "{path}: {body}");
        serde_json::from_str(&body).expect("the answer is JSON")
    }

    /// The most memory that its process has had, in bytes.
    pub fn peak_memory(&self) -> usize {
        crate::peak_memory(self.pid()).expect("it runs")
    }

    /// Has the function work on an event.
    pub fn send(&self, event: String) {
        self.send_with("lambda-runtime-deadline-ms: 99999999999999\r\n".to_owned(), event);
    }

    /// The same, with headers that say more of the invocation, each with its end of line.
    pub fn send_with(&self, headers: String, event: String) {
        self.events.send((headers, event)).expect("the Runtime API is up");
    }

    /// What it wrote to stderr so far.
    pub fn log(&self) -> String {
        crate::read(self.log.path())
    }

    /// What the function says next, and where.
    pub fn report(&self) -> (String, String) {
        self.report_if_any().expect("a report")
    }

    /// The same, from a function that may have ended.
    pub fn report_if_any(&self) -> Option<(String, String)> {
        self.answers.recv_timeout(PATIENCE).ok()
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the process to end by itself.
    pub fn exit_code(&mut self) -> i32 {
        self.child.wait().expect("ends").code().unwrap_or(-1)
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(listener: &TcpListener, queue: Receiver<Invocation>, reported: &Sender<(String, String)>) {
    let queue = Arc::new(Mutex::new(queue));
    for stream in listener.incoming().flatten() {
        // A function opens another connection when it answers a long event before it has read its
        // end; each ends when the process does.
        let (queue, reported) = (queue.clone(), reported.clone());
        std::thread::spawn(move || drop(converse(stream, &queue, &reported)));
    }
}

/// Answers requests on one connection until it closes.
fn converse(
    stream: TcpStream,
    queue: &Mutex<Receiver<Invocation>>,
    reported: &Sender<(String, String)>,
) -> std::io::Result<()> {
    // Its answers are short, and would wait for the reader's next word.
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    while let Some(request) = http::request(&mut reader)? {
        let path = request.uri().path().to_owned();
        if path.ends_with("/invocation/next") {
            let Ok((headers, event)) = queue.lock().expect("not poisoned").recv() else { return Ok(()) };
            let head = "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: request-1\r\n\
                 lambda-runtime-invoked-function-arn: arn:aws:lambda:us-east-1:0:function:f\r\n";
            let answer = format!("{head}{headers}content-length: {}\r\n\r\n{event}", event.len());
            writer.write_all(answer.as_bytes())?;
        } else {
            // A test that has what it wanted may be gone.
            let _ = reported.send((path, String::from_utf8_lossy(request.body()).into_owned()));
            writer.write_all(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")?;
        }
    }
    Ok(())
}

/// A payload-2.0 event for `GET /events/42`, with the given keys over it.
pub fn event(over: &Value) -> Value {
    let mut event = json!({
        "version": "2.0",
        "routeKey": "GET /events/{id}",
        "rawPath": "/events/42",
        "rawQueryString": "",
        "headers": { "accept": "*/*", "host": "x.127.0.0.1" },
        "pathParameters": { "id": "42" },
        "requestContext": {
            "accountId": "000000000000",
            "http": { "method": "GET", "path": "/events/42", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1" },
            "requestId": "gateway-1",
            "routeKey": "GET /events/{id}",
            "stage": "$default",
        },
        "isBase64Encoded": false,
    });
    for (key, value) in over.as_object().expect("an object") {
        event[key] = value.clone();
    }
    event
}
