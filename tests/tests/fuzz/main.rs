//! Sends generated requests and events to the executable until the time is up, or something breaks:
//! then it says what, and the smallest case that still does.
//!
//! `cargo test --package fingerpost-tests --test fuzz -- [--seconds N] [--seed N] [--bootstrap PATH]`:
//! the same seed makes the same cases. The reference API is asked over HTTP through its local
//! cloud, and function by function over the Runtime API, as is the deployed executable where one
//! is given.

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
use doors::{Call, Door, Process};

const EVENTS: &str = env!("CARGO_BIN_EXE_events");

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

/// A door, what is behind it, and how it was opened, for when it has to be opened again.
struct Target {
    name: &'static str,
    open: Box<dyn Fn() -> Door>,
    door: Door,
    processes: Vec<Process>,
    kept: usize,
}

impl Target {
    fn new(name: &'static str, open: impl Fn() -> Door + 'static) -> Self {
        let door = open();
        let mut target = Self { name, open: Box::new(open), door, processes: Vec::new(), kept: 0 };
        target.warm_up();
        target
    }

    /// Has each route called once, after which its processes are known.
    fn warm_up(&mut self) {
        for call in [Call::Create(b"{}"), Call::Get("x"), Call::List(""), Call::Delete("x")] {
            self.door.call(call).expect("an answer");
        }
        self.processes = self.door.processes();
    }

    fn check(&mut self, case: &Case) -> Result<(), String> {
        let checked = oracle::check(&self.door, case);
        let lived = doors::peaks(&self.processes).map(drop);
        // That a process ended says more than that its answer is missing.
        let result = lived.and(checked);
        match result {
            Ok(kept) => self.kept += kept,
            Err(_) => {
                self.door = (self.open)();
                self.warm_up();
            }
        }
        result.map(drop)
    }
}

fn fuzz(options: &Options) -> Result<(), String> {
    let mut targets = vec![
        Target::new("over HTTP", || Door::cloud(EVENTS)),
        Target::new("as events", || Door::functions(EVENTS)),
    ];
    if let Some(bootstrap) = &options.bootstrap {
        // Cargo starts this in the package's folder, and who calls cargo stands above it.
        let bootstrap = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(bootstrap);
        if !bootstrap.exists() {
            return Err(format!("{} is missing: `npm run build` makes it", bootstrap.display()));
        }
        let bootstrap = bootstrap.to_str().ok_or("the path of the bootstrap must be UTF-8")?.to_owned();
        targets.push(Target::new("as events, deployed", move || Door::functions(&bootstrap)));
    }
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
        let peaks: Vec<_> = peaks.iter().map(|(name, peak)| format!("{name} {peak} MB")).collect();
        println!("{}: {} documents kept; {}", target.name, target.kept, peaks.join(", "));
        if target.kept == 0 {
            return Err(format!("{}: no document was accepted, so none was read back", target.name));
        }
    }
    Ok(())
}

/// The smallest case that still fails, and how it does.
fn shrunk(target: &mut Target, mut tree: impl ValueTree<Value = Case>, why: String) -> (Case, String) {
    let mut smallest = (tree.current(), why);
    let started = Instant::now();
    let mut goes_on = tree.simplify();
    while goes_on && started.elapsed() < SHRINKING {
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
