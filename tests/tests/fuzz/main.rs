//! Sends generated requests and events to the executable until the time is up, or something breaks:
//! then it says what, and the smallest case that still does.
//!
//! `cargo test --package fingerpost-tests --test fuzz -- [--seconds N] [--seed N] [--bootstrap PATH]`:
//! the same seed makes the same cases. The reference API is asked over HTTP through its local
//! cloud, and function by function over the Runtime API, as is the deployed executable where one
//! is given; and one function that takes any JSON.

mod cases;
mod doors;
mod json;
mod oracle;
mod table;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use cases::Case;
use doors::{Call, Door, HANDLERS, Process};

const EVENTS: &str = env!("CARGO_BIN_EXE_events");
const FAULTS: &str = env!("CARGO_BIN_EXE_faults");

/// How long a failing case is made smaller.
const SHRINKING: Duration = Duration::from_mins(1);

struct Options {
    seconds: u64,
    seed: u64,
    bootstrap: Option<String>,
}

fn options() -> Result<Options, String> {
    let mut options = Options { seconds: 30, seed: 1, bootstrap: None };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or(format!("{name} has no value"))?;
        let number = || value.parse().map_err(|_| format!("{name} must be a number, got {value}"));
        match name.as_str() {
            "--seconds" => options.seconds = number()?,
            "--seed" => options.seed = number()?,
            "--bootstrap" => options.bootstrap = Some(value),
            _ => {
                return Err(format!("unknown option {name}; the options are --seconds, --seed, --bootstrap"));
            }
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    match options().and_then(|options| fuzz(&options)) {
        Ok(()) => {
            println!("1 passed, 0 failed");
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            println!("{sentence}\n0 passed, 1 failed");
            ExitCode::FAILURE
        }
    }
}

/// What is asked behind a door, and what must be so of its answers.
struct Api {
    /// Calls that start every process.
    calls: &'static [Call<'static>],
    check: fn(&Door, &Case) -> Result<usize, String>,
}

const EVENTS_API: Api = Api {
    calls: &[Call::Create(b"{}"), Call::Get("x"), Call::List(""), Call::Delete("x")],
    check: oracle::check,
};

const ANY: Api = Api { calls: &[Call::Any(b"{}")], check: oracle::check_any };

/// A door, what is behind it, and how it was opened, for when it has to be opened again.
struct Target {
    name: &'static str,
    api: Api,
    open: Box<dyn Fn() -> Door>,
    door: Door,
    processes: Vec<Process>,
    accepted: usize,
}

impl Target {
    fn new(name: &'static str, api: Api, open: impl Fn() -> Door + 'static) -> Self {
        let door = open();
        let mut target = Self { name, api, open: Box::new(open), door, processes: Vec::new(), accepted: 0 };
        target.warm_up();
        target
    }

    /// Starts every process again: what earlier cases left in them would count for the next.
    fn open_again(&mut self) {
        self.door = (self.open)();
        self.warm_up();
    }

    /// Has each route called once, after which its processes are known.
    fn warm_up(&mut self) {
        for call in self.api.calls {
            self.door.call(*call).expect("an answer");
        }
        self.processes = self.door.processes();
    }

    fn check(&mut self, case: &Case) -> Result<(), String> {
        let checked = (self.api.check)(&self.door, case);
        // That a process ended says more than that its answer is missing.
        doors::peaks(&self.processes)?;
        self.accepted += checked?;
        Ok(())
    }
}

fn targets(bootstrap: Option<&str>) -> Result<Vec<Target>, String> {
    let mut targets = vec![
        Target::new("over HTTP", EVENTS_API, || Door::cloud(EVENTS)),
        Target::new("as events", EVENTS_API, || Door::functions(EVENTS, &HANDLERS)),
        Target::new("any JSON", ANY, || Door::functions(FAULTS, &["any"])),
    ];
    if let Some(bootstrap) = bootstrap {
        // Cargo starts this in the package's folder, and who calls cargo stands above it.
        let bootstrap = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(bootstrap);
        if !bootstrap.exists() {
            return Err(format!("{} is missing: `cargo run -- build` makes it", bootstrap.display()));
        }
        let bootstrap = bootstrap.to_str().ok_or("the path of the bootstrap must be UTF-8")?.to_owned();
        targets.push(Target::new("as events, deployed", EVENTS_API, move || {
            Door::functions(&bootstrap, &HANDLERS)
        }));
    }
    Ok(targets)
}

fn fuzz(options: &Options) -> Result<(), String> {
    let mut targets = targets(options.bootstrap.as_deref())?;
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&options.seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let cases = cases::case();
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed() < Duration::from_secs(options.seconds) {
        let tree = cases.new_tree(&mut runner).map_err(|reason| reason.to_string())?;
        count += 1;
        for target in &mut targets {
            if let Err(why) = target.check(&tree.current()) {
                let found = started.elapsed().as_secs();
                let (smallest, why) = shrunk(target, tree, why);
                let name = target.name;
                let (seed, shown) = (options.seed, shown(&smallest));
                return Err(format!("seed {seed}, case {count}, after {found} s, {name}: {why}\n{shown}"));
            }
        }
    }
    println!("seed {}, {count} cases in {} s", options.seed, started.elapsed().as_secs());
    for target in &targets {
        let peaks = doors::peaks(&target.processes)?;
        println!("{}: {} bodies accepted; {}", target.name, target.accepted, peaks.join(", "));
        if target.accepted == 0 {
            return Err(format!("{}: no body was accepted, so little was seen", target.name));
        }
    }
    Ok(())
}

/// The smallest case that fails by itself, and how it does; or the whole, with how it did.
fn shrunk(target: &mut Target, mut tree: impl ValueTree<Value = Case>, why: String) -> (Case, String) {
    let mut smallest = (tree.current(), why);
    let started = Instant::now();
    let mut goes_on = tree.simplify();
    while goes_on && started.elapsed() < SHRINKING {
        target.open_again();
        goes_on = match target.check(&tree.current()) {
            Err(why) => {
                smallest = (tree.current(), why);
                tree.simplify()
            }
            Ok(()) => tree.complicate(),
        };
    }
    smallest
}

/// A case as it was sent, cut where it goes on and on.
fn shown(case: &Case) -> String {
    let sent = match case {
        Case::Body { fields, damage, .. } => {
            damage.done_to(oracle::text(&json::Json::Object(fields.clone())).into_bytes())
        }
        Case::Bare(body, damage) => damage.done_to(oracle::text(body).into_bytes()),
        Case::Cursor(cursor) => oracle::text(cursor).into_bytes(),
        Case::Query(text) | Case::Id(text) => text.clone().into_bytes(),
        Case::Event { changes, .. } => oracle::changed(changes).into_bytes(),
    };
    let cut = |text: &str| text.chars().take(600).collect::<String>();
    format!("{}\n{} bytes: {}", cut(&format!("{case:?}")), sent.len(), cut(&sent.escape_ascii().to_string()))
}
