//! A Lambda of one process: a Runtime API that counts, and what the process cost.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use crate::work::Work;

/// Events that a process answers before its warm cost is measured.
const WARM_UP: usize = 200;

/// What one process took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// From its start to its first request for an event.
    pub first_poll: Duration,
    /// From its start to its first answer.
    pub first_answer: Duration,
    /// CPU of the whole process up to its first answer.
    pub first_cpu: Duration,
    /// CPU per warm event, all threads.
    pub cpu: Duration,
    /// Median time from event to answer, warm.
    pub latency: Duration,
    /// Peak resident memory in kB.
    pub memory: u64,
}

#[derive(Default)]
struct State {
    pid: u32,
    sent: Option<Instant>,
    first_poll: Option<Instant>,
    first_answer: Option<(Instant, Duration)>,
    answered: usize,
    warm_cpu: Duration,
    latencies: Vec<Duration>,
    failure: Option<String>,
    open: Vec<TcpStream>,
}

/// Has a process answer `events` events, then closes its connections.
pub(crate) fn run(command: &mut Command, work: Work, events: usize) -> Result<Run, String> {
    let (child, state, started) = start(command, work, events)?;
    let mut child = Ended(child);
    let (lock, changed) = &*state;
    let guard = lock.lock().map_err(|error| error.to_string())?;
    let done = |state: &mut State| state.answered < events && state.failure.is_none();
    let (state, waited) =
        changed.wait_timeout_while(guard, Duration::from_mins(5), done).map_err(|error| error.to_string())?;
    if let Some(failure) = &state.failure {
        return Err(format!("{command:?}: {failure}"));
    }
    if waited.timed_out() {
        return Err(format!("{command:?} answered {} of {events} events", state.answered));
    }
    let cpu = cpu(state.pid);
    let memory = peak_memory(state.pid);
    for stream in &state.open {
        // The process may have closed it first.
        let _ = stream.shutdown(Shutdown::Both);
    }
    let (first_answer, first_cpu) = state.first_answer.unwrap_or((started, Duration::ZERO));
    let warm = u32::try_from(events.saturating_sub(WARM_UP)).unwrap_or(1).max(1);
    let mut latencies = state.latencies.clone();
    latencies.sort_unstable();
    let run = Run {
        first_poll: state.first_poll.unwrap_or(started) - started,
        first_answer: first_answer - started,
        first_cpu,
        cpu: cpu.saturating_sub(state.warm_cpu) / warm,
        latency: latencies.get(latencies.len() / 2).copied().unwrap_or_default(),
        memory,
    };
    drop(state);
    child.0.wait().map_err(|error| error.to_string())?;
    Ok(run)
}

/// Ends a process that is in the way when something fails.
pub(crate) struct Ended(pub(crate) Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

type Shared = Arc<(Mutex<State>, Condvar)>;

fn start(command: &mut Command, work: Work, events: usize) -> Result<(Child, Shared, Instant), String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let state = Shared::default();
    command
        .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
        .env("AWS_LAMBDA_FUNCTION_NAME", "bench")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("_HANDLER", work.handler())
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let shared = state.clone();
    let started = Instant::now();
    let child = command.spawn().map_err(|error| format!("{command:?}: {error}"))?;
    if let Ok(mut state) = state.0.lock() {
        state.pid = child.id();
    }
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let shared = shared.clone();
            std::thread::spawn(move || {
                // A connection ends when its process does.
                let _ = converse(stream, &shared, work, events);
            });
        }
    });
    Ok((child, state, started))
}

fn converse(stream: TcpStream, shared: &Shared, work: Work, events: usize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (lock, changed) = &**shared;
    if let Ok(mut state) = lock.lock() {
        state.open.push(stream.try_clone()?);
    }
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let (path, body) = request(&mut reader)?;
        let Ok(mut state) = lock.lock() else { return Ok(()) };
        if path.ends_with("/invocation/next") {
            state.first_poll.get_or_insert_with(Instant::now);
            if state.answered == WARM_UP {
                state.warm_cpu = cpu(state.pid);
            }
            if state.answered >= events {
                // A closed connection is how a process learns that it is over.
                return writer.shutdown(Shutdown::Both);
            }
            let next = next(&work.event(state.answered));
            state.sent = Some(Instant::now());
            drop(state);
            writer.write_all(next.as_bytes())?;
            continue;
        }
        let now = Instant::now();
        if state.first_answer.is_none() {
            state.first_answer = Some((now, cpu(state.pid)));
        }
        let wrong = if path.ends_with("/response") { work.check(&body) } else { Err(text(&body)) };
        if let Err(wrong) = wrong {
            state.failure = Some(wrong);
        }
        state.answered += 1;
        if state.answered > WARM_UP
            && let Some(sent) = state.sent
        {
            state.latencies.push(now - sent);
        }
        // Only then: whoever waits would wake for each event, on the CPU that is measured.
        if state.answered >= events || state.failure.is_some() {
            changed.notify_all();
        }
        drop(state);
        writer.write_all(ACCEPTED)?;
    }
}

/// What the Runtime API says to an answer.
pub(crate) const ACCEPTED: &[u8] =
    b"HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: 15\r\n\r\n{\"status\":\"OK\"}";

/// An event as the Runtime API hands it over.
pub(crate) fn next(event: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n\
         lambda-runtime-deadline-ms: 9999999999999\r\n\
         lambda-runtime-invoked-function-arn: arn:aws:lambda:eu-central-1:123456789012:function:bench\r\n\
         lambda-runtime-trace-id: Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{event}",
        event.len()
    )
}

/// A request's path and body.
pub(crate) fn request(reader: &mut BufReader<TcpStream>) -> std::io::Result<(String, Vec<u8>)> {
    let (mut path, mut length, mut chunked, mut line) = (String::new(), 0, false, String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        if path.is_empty() {
            line.split(' ').nth(1).unwrap_or_default().clone_into(&mut path);
        } else if line.is_empty() {
            break;
        } else if let Some((name, value)) = line.split_once(':') {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap_or_default(),
                "transfer-encoding" => chunked = true,
                _ => {}
            }
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    while chunked {
        line.clear();
        reader.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16).unwrap_or_default();
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk)?;
        body.extend_from_slice(&chunk[..size]);
        chunked = size > 0;
    }
    Ok((path, body))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// CPU of all threads so far, in nanoseconds' resolution.
fn cpu(pid: u32) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let nanoseconds = tasks.filter_map(|task| {
        let schedstat = fs::read_to_string(task.path().join("schedstat")).ok()?;
        schedstat.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanoseconds.sum())
}

/// The most memory that a process has had, in kB.
pub(crate) fn peak_memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
