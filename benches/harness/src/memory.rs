//! What the deployed functions take at most, by the shape of what they are sent and of what is
//! stored: a table for people and for `benches/memory.json`.

use std::fmt::Write as _;
use std::io::{BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};

use crate::candidates::Candidate;
use crate::dynamodb::{self, Stored};
use crate::lambda::{ACCEPTED, Ended, next, peak_memory, request};
use crate::shapes::{SHAPES, Shape, item_size, stored};
use crate::work::Work;

const RESULTS: &str = "benches/memory.json";
const README: &str = "benches/README.md";
/// kB that no shape may exceed; the tests hold functions to the same, `fingerpost_tests::MEMORY_GOAL`.
const GOAL: u64 = 100 * 1024;
/// Bytes of the largest event that Lambda hands over.
const EVENT: usize = 6 << 20;
/// Bytes of a page that DynamoDB reads.
const PAGE: usize = 1 << 20;
/// How often each event is sent: what one leaves behind counts for the next.
const TIMES: usize = 3;
/// How often every shape is sent to one process, each time in another size.
const ROUNDS: usize = 25;

/// What one function did with one shape.
#[derive(Serialize)]
struct Peak {
    shape: &'static str,
    request: &'static str,
    /// Bytes of the body, or of the item.
    bytes: usize,
    status: u64,
    kilobytes: u64,
}

/// Measures every shape, and writes the table. About a minute.
pub(crate) fn measure() -> Result<(), String> {
    let bench = Bench::start()?;
    let mut peaks = Vec::new();
    let mut taken = Vec::new();
    for shape in &SHAPES {
        taken.push((shape, bench.measure(shape, &mut peaks)?));
        eprintln!("measured {}", shape.name);
    }
    peaks.push(bench.in_turn(&taken)?);
    let item = |bytes: usize| json!({ "name": "n", "a": "x".repeat(bytes) }).to_string();
    for (shape, document) in [("items of 271 KB", item(271 * 1024)), ("items of 100 bytes", item(50))] {
        peaks.push(bench.list(shape, &document)?);
    }
    write(&peaks)?;
    match peaks.iter().filter(|peak| peak.kilobytes > GOAL).count() {
        0 => Ok(()),
        over => Err(format!("{over} of {} take more than {} MB", peaks.len(), GOAL / 1024)),
    }
}

/// A Lambda and a DynamoDB that say what they are told to.
struct Bench {
    runtime_api: String,
    database: String,
    stored: Arc<Mutex<Stored>>,
    script: Arc<Mutex<Vec<String>>>,
    answers: Receiver<Vec<u8>>,
}

impl Bench {
    fn start() -> Result<Self, String> {
        let stored = Arc::<Mutex<Stored>>::default();
        let database = dynamodb::scripted(stored.clone())?;
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let script = Arc::<Mutex<Vec<String>>>::default();
        let (sender, answers) = channel();
        let shared = script.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, sender) = (shared.clone(), sender.clone());
                // A connection ends when its process does.
                std::thread::spawn(move || drop(converse(stream, &script, &sender)));
            }
        });
        Ok(Self { runtime_api: address.to_string(), database, stored, script, answers })
    }

    /// What a fresh function answers to the last of so many same events, and its peak in kB.
    fn ask(&self, work: Work, event: &str, stored: Stored, times: usize) -> Result<(u64, u64), String> {
        self.ask_all(work, vec![event.to_owned(); times], stored)
    }

    /// What a fresh function answers to the last of these events, and its peak in kB.
    fn ask_all(&self, work: Work, events: Vec<String>, stored: Stored) -> Result<(u64, u64), String> {
        let times = events.len();
        *self.stored.lock().unwrap_or_else(PoisonError::into_inner) = stored;
        *self.script.lock().unwrap_or_else(PoisonError::into_inner) = events;
        let mut command = Candidate::Bootstrap.command(work)?;
        command.env("AWS_LAMBDA_RUNTIME_API", &self.runtime_api).env("AWS_ENDPOINT_URL", &self.database);
        command.env("AWS_LAMBDA_FUNCTION_NAME", "bench").env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        command.env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128").env("_HANDLER", work.handler());
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let child = Ended(command.spawn().map_err(|error| format!("{command:?}: {error}"))?);
        let mut answer = Vec::new();
        for _ in 0..times {
            answer = self.heard(work)?;
        }
        // Only when it asks again is nothing of it under way.
        self.heard(work)?;
        let answer: Value = serde_json::from_slice(&answer).map_err(|error| error.to_string())?;
        Ok((answer["statusCode"].as_u64().unwrap_or_default(), peak_memory(child.0.id())))
    }

    fn heard(&self, work: Work) -> Result<Vec<u8>, String> {
        let heard = self.answers.recv_timeout(Duration::from_mins(1));
        heard.map_err(|_| format!("{} does not answer", work.handler()))
    }

    /// Every shape in turn, in sizes from a quarter to all of what is taken: the memory that each gives
    /// back lies in pieces for the next.
    fn in_turn(&self, taken: &[(&Shape, usize)]) -> Result<Peak, String> {
        let sizes =
            (0..ROUNDS).flat_map(|round| taken.iter().map(move |&(shape, most)| (round, shape, most)));
        let events =
            sizes.map(|(round, shape, most)| event(shape, (most * (round * 7 % 13 + 4) / 16).max(1)));
        let events: Vec<String> = events.collect();
        let bytes = events.iter().map(String::len).sum();
        let (status, kilobytes) = self.ask_all(Work::Create, events, Stored::Nothing)?;
        Ok(Peak {
            shape: "all of these in turn, 25 sizes of each",
            request: "taken",
            bytes,
            status,
            kilobytes,
        })
    }

    /// As much of a shape as is taken, one more, and as much as comes through; then what was taken
    /// as an item. Returns how much was taken.
    fn measure(&self, shape: &Shape, peaks: &mut Vec<Peak>) -> Result<usize, String> {
        let create =
            |count: usize, times: usize| self.ask(Work::Create, &event(shape, count), Stored::Nothing, times);
        let thousand = shape.body(1001).len() - shape.body(1).len();
        let most = last(EVENT * 1000 / thousand, |count| Ok(event(shape, count).len() <= EVENT))?;
        let taken = last(most, |count| Ok(create(count, 1)?.0 == 201))?;
        let mut requests = vec![("6 MB", most)];
        if taken > 0 {
            requests.insert(0, ("taken", taken));
            if taken < most {
                requests.insert(1, ("one more", taken + 1));
            }
        }
        for (request, count) in requests {
            let (status, kilobytes) = create(count, TIMES)?;
            peaks.push(Peak {
                shape: shape.name,
                request,
                bytes: shape.body(count).len(),
                status,
                kilobytes,
            });
        }
        if taken > 0 && !shape.encoded {
            let document = shape.body(taken);
            let item = Stored::Item(stored(&document)?.to_string());
            let (status, kilobytes) = self.ask(Work::Get, &Work::Get.event(0), item, TIMES)?;
            peaks.push(Peak { shape: shape.name, request: "get", bytes: document.len(), status, kilobytes });
            peaks.push(self.list(shape.name, &document)?);
        }
        Ok(taken)
    }

    /// A list of pages without an end, each full of the same item.
    fn list(&self, shape: &'static str, document: &str) -> Result<Peak, String> {
        let item = stored(document)?;
        let pages = Stored::Pages(item.to_string(), PAGE / item_size(&item));
        let (status, kilobytes) = self.ask(Work::List, &Work::List.event(0), pages, TIMES)?;
        Ok(Peak { shape, request: "list", bytes: document.len(), status, kilobytes })
    }
}

/// The largest count for which something holds; 0 when it holds for none.
fn last(most: usize, holds: impl Fn(usize) -> Result<bool, String>) -> Result<usize, String> {
    if most > 0 && holds(most)? {
        return Ok(most);
    }
    let (mut low, mut high) = (0, most);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if holds(middle)? { low = middle } else { high = middle }
    }
    Ok(low)
}

/// The event of a body, which stands in it as a string.
fn event(shape: &Shape, count: usize) -> String {
    let body = shape.body(count);
    let encoded = if shape.encoded { base64_simd::STANDARD.encode_to_string(body) } else { body };
    let event: Value = serde_json::from_str(&Work::Create.event(0)).unwrap_or_default();
    let Value::Object(mut event) = event else { return encoded };
    event.insert("body".to_owned(), Value::String(encoded));
    event.insert("isBase64Encoded".to_owned(), Value::Bool(shape.encoded));
    Value::Object(event).to_string()
}

fn converse(
    stream: TcpStream,
    script: &Mutex<Vec<String>>,
    answers: &Sender<Vec<u8>>,
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let (path, body) = request(&mut reader)?;
        if path.ends_with("/invocation/next") {
            let event = script.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(event) = event else {
                let _ = answers.send(body);
                // It waits for an event until its end.
                return reader.read_to_end(&mut Vec::new()).map(drop);
            };
            writer.write_all(next(&event).as_bytes())?;
        } else {
            // Whoever asked may have had enough.
            let _ = answers.send(body);
            writer.write_all(ACCEPTED)?;
        }
    }
}

/// Prints the table, and writes it where people and programs read it.
fn write(peaks: &[Peak]) -> Result<(), String> {
    let json = serde_json::to_string_pretty(peaks).map_err(|error| error.to_string())?;
    std::fs::write(RESULTS, json + "\n").map_err(|error| format!("{RESULTS}: {error}"))?;
    let table = table(peaks);
    println!("{table}");
    let readme = std::fs::read_to_string(README).map_err(|error| format!("{README}: {error}"))?;
    let parts = readme
        .split_once("<!-- memory -->")
        .and_then(|(before, rest)| rest.split_once("<!-- /memory -->").map(|(_, after)| (before, after)));
    let (before, after) = parts.ok_or_else(|| format!("{README} has no place for the table"))?;
    let readme = format!("{before}<!-- memory -->\n{table}<!-- /memory -->{after}");
    std::fs::write(README, readme).map_err(|error| format!("{README}: {error}"))
}

fn table(peaks: &[Peak]) -> String {
    let columns = ["taken", "one more", "6 MB", "get", "list"];
    let mut table =
        "| shape | bytes taken | create | one more | 6 MB | get | list |\n|---|--:|--:|--:|--:|--:|--:|\n"
            .to_owned();
    for of_shape in peaks.chunk_by(|one, other| one.shape == other.shape) {
        let find = |request: &str| of_shape.iter().find(|peak| peak.request == request);
        let bytes = find("taken").map_or(String::new(), |peak| peak.bytes.to_string());
        // Writing to a `String` cannot fail.
        let _ = write!(table, "| {} | {bytes} |", of_shape[0].shape);
        for request in columns {
            let cell = find(request).map_or(String::new(), |peak| {
                let tenths = peak.kilobytes * 10 / 1024;
                let over = if peak.kilobytes > GOAL { " **over**" } else { "" };
                format!("{} {}.{}{over}", peak.status, tenths / 10, tenths % 10)
            });
            let _ = write!(table, " {cell} |");
        }
        table.push('\n');
    }
    table
}
