//! The figures and their goals.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::candidates::{Candidate, instructions};
use crate::dynamodb;
use crate::lambda::Run;
use crate::report::{self, RESULTS};
use crate::rounds::{by_candidate, median, median_ratio, rounds};
use crate::work::Work;

/// Events of a warm run.
const WARM: usize = 3000;
/// Events of a run on DynamoDB.
const REAL: usize = 1000;
/// Rounds, in each of which every candidate runs once.
const ROUNDS: usize = 5;
/// How far instruction counts may drift before the suite says so.
const TOLERANCE: f64 = 0.05;

/// One figure, in the terms of its goal.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// What is measured.
    pub what: String,
    /// The figure.
    pub value: f64,
    /// Its unit; `ratio` where it is one.
    pub unit: String,
    /// At most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<f64>,
}

/// Everything measured in one run.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// Instructions for each event, by candidate.
    pub instructions: Vec<(String, u64)>,
    /// CPU for each event in microseconds, by candidate, for the chart.
    pub cpu: Vec<(String, f64)>,
    /// CPU of each route in microseconds, on the same DynamoDB: the reference API's and the
    /// tutorial's.
    pub routes: Vec<(String, f64, f64)>,
    /// Init to first poll in milliseconds, by candidate.
    pub init: Vec<(String, f64)>,
    /// What the goals speak of, and the rest.
    pub measured: Vec<Figure>,
}

const COUNTED: [Candidate; 6] = [
    Candidate::Floor,
    Candidate::Fingerpost,
    Candidate::Hundred,
    Candidate::Hand,
    Candidate::FingerpostSdk,
    Candidate::HandSdk,
];

/// Measures everything. About five minutes.
pub(crate) fn measure() -> Result<Figures, String> {
    let counted: Vec<(Candidate, u64)> =
        COUNTED.iter().map(|one| Ok((*one, per_event(*one)?))).collect::<Result<_, String>>()?;
    let count = |candidate: Candidate| {
        counted.iter().find(|(one, _)| *one == candidate).map_or(0.0, |(_, count)| ratio_of(*count))
    };
    let mut figures = vec![
        figure("instructions per event", count(Candidate::Fingerpost) / 1000.0, "k", Some(102.0)),
        ratio(
            "instructions to lambda_http by hand",
            count(Candidate::Fingerpost) / count(Candidate::Hand),
            0.55,
        ),
        ratio(
            "instructions with the SDK, to by hand",
            count(Candidate::FingerpostSdk) / count(Candidate::HandSdk),
            0.85,
        ),
        ratio(
            "instructions with 100 routes, to 1",
            count(Candidate::Hundred) / count(Candidate::Fingerpost),
            1.01,
        ),
    ];
    let warm = [Candidate::Floor, Candidate::Fingerpost, Candidate::Hand, Candidate::Axum, Candidate::Python];
    let rounds = rounds(&warm, Work::Get, WARM, ROUNDS, || Ok(Vec::new()))?;
    let cpu = |run: &Run| run.cpu.as_secs_f64();
    figures.push(ratio("CPU to the floor", median_ratio(&rounds, 1, 0, cpu), f64::NAN));
    figures.push(ratio("CPU to lambda_http by hand", median_ratio(&rounds, 1, 2, cpu), f64::NAN));
    figures.push(ratio("CPU to axum under #[tokio::main]", median_ratio(&rounds, 1, 3, cpu), 0.25));
    figures.push(ratio("CPU to the Python handler", median_ratio(&rounds, 1, 4, cpu), 0.3));
    figures.push(ratio(
        "latency to lambda_http by hand",
        median_ratio(&rounds, 1, 2, |run| run.latency.as_secs_f64()),
        f64::NAN,
    ));
    figures.push(figure(
        "peak memory",
        median(rounds.iter().map(|round| ratio_of(round[1].memory))) / 1024.0,
        "MB",
        None,
    ));
    let cpus = by_candidate(&warm, &rounds, |run| run.cpu.as_secs_f64() * 1e6);
    let mut inits = first_poll(&mut figures)?;
    let routes = real(&mut figures, &mut inits)?;
    tls(&mut figures)?;
    size(&mut figures)?;
    let instructions = counted.iter().map(|(one, count)| (one.name().to_owned(), *count)).collect();
    Ok(Figures { instructions, cpu: cpus, routes, init: inits, measured: figures })
}

/// Init of a route without tables, to the floor's.
fn first_poll(figures: &mut Vec<Figure>) -> Result<Vec<(String, f64)>, String> {
    let candidates = [Candidate::Floor, Candidate::Fingerpost, Candidate::Hand, Candidate::Axum];
    let rounds = rounds(&candidates, Work::Get, 1, 40, || Ok(Vec::new()))?;
    let poll = |run: &Run| run.first_poll.as_secs_f64();
    figures.push(ratio("init to first poll, to the floor", median_ratio(&rounds, 1, 0, poll), 1.1));
    figures.push(ratio(
        "init to first answer, to lambda_http by hand",
        median_ratio(&rounds, 1, 2, |run| run.first_answer.as_secs_f64()),
        f64::NAN,
    ));
    Ok(by_candidate(&candidates, &rounds, |run| poll(run) * 1e3))
}

/// The reference API beside the tutorial, on one DynamoDB: CPU by route, and init.
fn real(
    figures: &mut Vec<Figure>,
    inits: &mut Vec<(String, f64)>,
) -> Result<Vec<(String, f64, f64)>, String> {
    let candidates = [Candidate::Bootstrap, Candidate::PythonBoto];
    let mut routes = Vec::new();
    for work in Work::ALL {
        let rounds = rounds(&candidates, work, REAL, ROUNDS, || {
            Ok(vec![("AWS_ENDPOINT_URL", dynamodb::plain(work.items(REAL))?)])
        })?;
        let cpu = |run: &Run| run.cpu.as_secs_f64();
        let costs = by_candidate(&candidates, &rounds, |run| cpu(run) * 1e6);
        routes.push((work.handler().to_owned(), costs[0].1, costs[1].1));
        let what = format!("{}: CPU to the tutorial's", work.handler());
        let goal = if work == Work::Get { 0.2 } else { f64::NAN };
        figures.push(ratio(&what, median_ratio(&rounds, 0, 1, cpu), goal));
        if work == Work::Get {
            let poll = |run: &Run| run.first_poll.as_secs_f64();
            let what = "get_event: init to first poll, to the tutorial's";
            figures.push(ratio(what, median_ratio(&rounds, 0, 1, poll), 0.03));
            inits.extend(by_candidate(&candidates, &rounds, |run| poll(run) * 1e3));
        }
    }
    Ok(routes)
}

/// A first call over TLS, to the SDK as its documentation starts it.
fn tls(figures: &mut Vec<Figure>) -> Result<(), String> {
    let authority = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let endpoint = dynamodb::tls(authority.path())?;
    let trust = authority.path().display().to_string();
    let environment = || Ok(vec![("AWS_ENDPOINT_URL", endpoint.clone()), ("SSL_CERT_FILE", trust.clone())]);
    let rounds = rounds(&[Candidate::Bootstrap, Candidate::Defaults], Work::Get, 1, 15, environment)?;
    let first = |run: &Run| run.first_answer.as_secs_f64();
    figures.push(figure(
        "get_event: start to first answer over TLS",
        median(rounds.iter().map(|round| first(&round[0]))) * 1e3,
        "ms",
        None,
    ));
    figures.push(ratio(
        "init and first call over TLS, to the SDK's defaults",
        median_ratio(&rounds, 0, 1, first),
        0.25,
    ));
    figures.push(ratio(
        "CPU of the same",
        median_ratio(&rounds, 0, 1, |run| run.first_cpu.as_secs_f64()),
        f64::NAN,
    ));
    Ok(())
}

fn size(figures: &mut Vec<Figure>) -> Result<(), String> {
    let path = Candidate::Bootstrap.executable().ok_or("no executable")?;
    let plain = std::fs::metadata(&path).map_err(|error| error.to_string())?.len();
    let zipped = report::zipped(&path)?;
    figures.push(figure("bootstrap, stripped", ratio_of(plain) / 1e6, "MB", Some(4.5)));
    figures.push(figure("bootstrap, zipped", ratio_of(zipped) / 1e6, "MB", Some(2.0)));
    Ok(())
}

/// Counts instructions anew and compares them with the committed figures.
pub(crate) fn compare() -> Result<(), String> {
    let committed = std::fs::read_to_string(RESULTS).map_err(|error| format!("{RESULTS}: {error}"))?;
    let committed: Figures =
        serde_json::from_str(&committed).map_err(|error| format!("{RESULTS}: {error}"))?;
    let mut drifted = 0;
    let compared = [Candidate::Fingerpost, Candidate::FingerpostSdk];
    for candidate in compared {
        let name = candidate.name();
        let known = committed.instructions.iter().find(|(one, _)| one == name);
        let (_, known) = known.ok_or_else(|| format!("{RESULTS} has no instructions of {name}"))?;
        let now = per_event(candidate)?;
        let drift = ratio_of(now) / ratio_of(*known) - 1.0;
        println!("{name}: {now} instructions per event, {:+.1} % to the committed {known}", drift * 100.0);
        drifted += usize::from(drift.abs() > TOLERANCE);
    }
    println!("{} passed, {drifted} failed", compared.len() - drifted);
    if drifted == 0 {
        return Ok(());
    }
    Err("instructions per event have drifted over 5 %: if that is meant, `npm run bench` measures anew"
        .to_owned())
}

/// Instructions for one warm event: the difference of two run lengths.
fn per_event(candidate: Candidate) -> Result<u64, String> {
    const SHORT: usize = 100;
    const LONG: usize = 500;
    let difference = instructions(candidate, LONG)?.saturating_sub(instructions(candidate, SHORT)?);
    eprintln!("counted {}", candidate.name());
    Ok(difference / (LONG - SHORT) as u64)
}

fn figure(what: &str, value: f64, unit: &str, goal: Option<f64>) -> Figure {
    Figure { what: what.to_owned(), value, unit: unit.to_owned(), goal }
}

fn ratio(what: &str, value: f64, goal: f64) -> Figure {
    figure(what, value, "ratio", (!goal.is_nan()).then_some(goal))
}

/// Counts are far below where an `f64` loses ones.
fn ratio_of(count: u64) -> f64 {
    Duration::from_secs(count).as_secs_f64()
}
