//! What the tests share: an API started as its users start it, and a client to call it.
#![allow(clippy::missing_panics_doc, reason = "what does not work here fails the test")]

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub mod by_hand;
mod dynamodb;
pub mod http;
mod process;
mod raw;
mod runtime_api;
mod script;
mod together;
mod turns;

pub use dynamodb::{Header, Keys};
pub use process::{MEMORY_GOAL, children, peak_memory, runs, signal};
pub use raw::Raw;
pub use runtime_api::{Function, NOWHERE, PATIENCE, aws, event};
pub use script::{Script, argument, install};
pub use together::{AT_ONCE, together};
pub use turns::Turns;

/// A `serve` of one of this package's executables, on a port of its own. Ends when dropped.
pub struct Serve {
    child: Mutex<Child>,
    url: String,
    log: PathBuf,
    agent: ureq::Agent,
    _folder: TempDir,
}

impl Serve {
    /// Starts with data in memory.
    pub fn start(executable: &str) -> Self {
        Self::start_with(Command::new(executable), &["--in-memory"])
    }

    /// Starts with the log levels of `RUST_LOG`.
    pub fn start_logging(executable: &str, levels: &str) -> Self {
        let mut command = Command::new(executable);
        command.env("RUST_LOG", levels);
        Self::start_with(command, &["--in-memory"])
    }

    /// Starts with requests to a host of this name allowed.
    pub fn start_allowing(executable: &str, host: &str) -> Self {
        Self::start_with(Command::new(executable), &["--in-memory", "--allow-host", host])
    }

    /// Starts with data in a file, which outlives it.
    pub fn start_on(executable: &str, data: &Path) -> Self {
        Self::start_with(Command::new(executable), &["--data", data.to_str().expect("UTF-8")])
    }

    /// Starts a command with options; in a folder of its own, unless it has one.
    pub fn start_with(mut command: Command, options: &[&str]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        if command.get_current_dir().is_none() {
            command.current_dir(folder.path());
        }
        let log = folder.path().join("log");
        let mut child = command
            .args(["serve", "--port", "0"])
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a log"))
            .spawn()
            .expect("starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let url = line.trim().strip_prefix("listening on ").map(str::to_owned);
        let url = url.unwrap_or_else(|| panic!("not ready: {line}{}", read(&log)));
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_mins(1)))
            .build()
            .into();
        Self { child: Mutex::new(child), url, log, agent, _folder: folder }
    }

    /// The API's URL, without a slash at its end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it wrote to stderr so far.
    pub fn log(&self) -> String {
        read(&self.log)
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.lock().expect("not poisoned").id()
    }

    /// The ids of its function processes.
    pub fn functions(&self) -> Vec<u32> {
        children(self.pid())
    }

    /// Ends it as `kill -9` does.
    pub fn kill(&self) {
        let mut child = self.child.lock().expect("not poisoned");
        child.kill().expect("killed");
        child.wait().expect("reaped");
    }

    /// Ends it as a supervisor does, and returns how it ended.
    pub fn terminate(&self) -> ExitStatus {
        signal("TERM", self.pid());
        let mut child = self.child.lock().expect("not poisoned");
        wait_until("it ends", || child.try_wait().expect("waits").is_some());
        child.wait().expect("ended")
    }

    /// A request without a body.
    pub fn call(&self, method: &str, path: &str) -> Answer {
        self.request(method, path, &[], b"").expect("a response")
    }

    /// A request with a JSON body.
    pub fn send(&self, method: &str, path: &str, body: &str) -> Answer {
        let headers = [("content-type", "application/json")];
        self.request(method, path, &headers, body.as_bytes()).expect("a response")
    }

    /// Any request; an error is one of the connection.
    ///
    /// # Errors
    ///
    /// When there is no response at all.
    pub fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.url) };
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.to_vec()).expect("a request");
        let config = self.agent.configure_request(request).allow_non_standard_methods(true).build();
        let mut response = self.agent.run(config)?;
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec()?;
        Ok(Answer { status: response.status().as_u16(), headers: response.headers().clone(), body })
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        if let Ok(child) = self.child.get_mut() {
            // It may have ended already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A response.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    headers: ureq::http::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header; empty when there is none, joined with `|` when there are more.
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).into_iter();
        values
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .collect::<Vec<_>>()
            .join("|")
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// A command of an executable, run to its end.
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// What it answered.
    pub stdout: String,
    /// What it said.
    pub stderr: String,
}

/// Runs a command to its end, with `input` on its stdin.
pub fn run(executable: &str, arguments: &[&str], input: &str) -> Ran {
    use std::io::Write as _;
    let mut child = Command::new(executable)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    // A command that reads no input may have closed it.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("ends");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Waits until something is so, looking again and again.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_mins(1), "waited a minute until {what}");
        std::thread::yield_now();
    }
}

fn read(path: &Path) -> String {
    let mut text = String::new();
    // A log that cannot be read is an empty one: the assertion on it then says so.
    let _ = File::open(path).and_then(|mut file| file.read_to_string(&mut text));
    text
}

/// The README's examples compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

#[cfg(doctest)]
mod book;
