//! The figures and their goals.

use crate::candidates::Candidate;
use crate::dynamodb;
use crate::instructions::{CLAIMS, MANY_ARGUMENTS, arguments, per_event};
use crate::lambda::Run;
use crate::parts;
use crate::report;
use crate::results::{Figure, Figures, figure, ratio, real_of};
use crate::rounds::{Environment, by_candidate, median, median_ratio, rounds};
use crate::work::Work;

/// Events of a warm run.
const WARM: usize = 1000;
/// Events of a run on DynamoDB.
const REAL: usize = 1000;
/// Rounds, in each of which every candidate runs once.
const ROUNDS: usize = 5;
/// Rounds of warm runs on a map, whose CPU swings most.
const WARM_ROUNDS: usize = 41;

/// Measures everything. About two minutes.
pub(crate) fn measure() -> Result<Figures, String> {
    let mut figures = Vec::new();
    let instructions = counted(&mut figures)?;
    let cpu = warm(&mut figures)?;
    let mut init = first_poll(&mut figures)?;
    let routes = real(&mut figures)?;
    init.extend(real_init(&mut figures)?);
    tls(&mut figures)?;
    size(&mut figures)?;
    figures.extend(parts::measure()?);
    Ok(Figures { instructions, cpu, routes, init, measured: figures })
}

/// Instructions for each event.
fn counted(figures: &mut Vec<Figure>) -> Result<Vec<(String, u64)>, String> {
    let candidates = [
        Candidate::Floor,
        Candidate::Fingerpost,
        Candidate::Hundred,
        Candidate::Claims,
        Candidate::Runtime,
        Candidate::Hand,
        Candidate::FingerpostSdk,
        Candidate::HandSdk,
    ];
    let counts = candidates.iter().map(|one| per_event(*one)).collect::<Result<Vec<_>, _>>()?;
    let of = |candidate| {
        candidates.iter().position(|one| *one == candidate).map_or(f64::NAN, |i| real_of(counts[i]))
    };
    let to = |one, other| of(one) / of(other);
    figures.push(figure("instructions per event", of(Candidate::Fingerpost) / 1000.0, "k", Some(102.0)));
    for (what, value, goal) in [
        ("instructions to lambda_http by hand", to(Candidate::Fingerpost, Candidate::Hand), 0.55),
        ("instructions with the SDK, to by hand", to(Candidate::FingerpostSdk, Candidate::HandSdk), 0.85),
        ("instructions with 100 routes, to 1", to(Candidate::Hundred, Candidate::Fingerpost), 1.01),
        ("instructions with claims, to without", to(Candidate::Claims, Candidate::Fingerpost), CLAIMS),
    ] {
        figures.push(ratio(what, value, goal));
    }
    figures.push(ratio("instructions with many arguments, to by hand", arguments()?, MANY_ARGUMENTS));
    Ok(candidates.iter().map(|one| one.name().to_owned()).zip(counts).collect())
}

/// CPU for each warm event, and latency, on a map in memory.
fn warm(figures: &mut Vec<Figure>) -> Result<Vec<(String, f64)>, String> {
    let mut candidates = vec![
        Candidate::Floor,
        Candidate::Fingerpost,
        Candidate::Runtime,
        Candidate::Hand,
        Candidate::Axum,
        Candidate::Python,
    ];
    candidates.extend(Candidate::Node.installed());
    let rounds = rounds(&candidates, Work::Get, WARM, WARM_ROUNDS, || Ok(Vec::new()))?;
    let cpu = |run: &Run| run.cpu.as_secs_f64();
    for (what, other, goal) in [
        ("CPU to the floor", 0, f64::NAN),
        ("CPU to lambda_runtime alone", 2, f64::NAN),
        ("CPU to lambda_http by hand", 3, f64::NAN),
        ("CPU to axum under #[tokio::main]", 4, 0.25),
        ("CPU to the Python handler", 5, 0.3),
        ("CPU to the same in Node", 6, f64::NAN),
    ] {
        if other < candidates.len() {
            figures.push(ratio(what, median_ratio(&rounds, 1, other, cpu), goal));
        }
    }
    let latency = |run: &Run| run.latency.as_secs_f64();
    figures.push(ratio("latency to lambda_http by hand", median_ratio(&rounds, 1, 3, latency), f64::NAN));
    let memory = median(rounds.iter().map(|round| real_of(round[1].memory)));
    figures.push(figure("peak memory", memory / 1024.0, "MB", None));
    Ok(by_candidate(&candidates, &rounds, |run| cpu(run) * 1e6))
}

/// Init of a route without tables, to the floor's.
fn first_poll(figures: &mut Vec<Figure>) -> Result<Vec<(String, f64)>, String> {
    let candidates =
        [Candidate::Floor, Candidate::Fingerpost, Candidate::Hand, Candidate::Runtime, Candidate::Axum];
    let rounds = rounds(&candidates, Work::Get, 1, 100, || Ok(Vec::new()))?;
    let poll = |run: &Run| run.first_poll.as_secs_f64();
    figures.push(ratio("init to first poll, to the floor", median_ratio(&rounds, 1, 0, poll), 1.1));
    figures.push(ratio(
        "init to first answer, to lambda_http by hand",
        median_ratio(&rounds, 1, 2, |run| run.first_answer.as_secs_f64()),
        f64::NAN,
    ));
    Ok(by_candidate(&candidates, &rounds, |run| poll(run) * 1e3))
}

/// The routes on a DynamoDB alone.
pub(crate) fn on_tables() -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    real(&mut figures)?;
    Ok(figures)
}

/// The reference API beside the tutorial, on one DynamoDB: CPU by route.
fn real(figures: &mut Vec<Figure>) -> Result<Vec<(String, f64, f64)>, String> {
    let mut routes = Vec::new();
    for work in Work::ALL {
        let mut candidates = vec![Candidate::Bootstrap, Candidate::PythonBoto];
        candidates.extend(Candidate::NodeSdk.installed().filter(|_| work == Work::Get));
        let rounds = rounds(&candidates, work, REAL, ROUNDS, || on_dynamodb(work))?;
        let cpu = |run: &Run| run.cpu.as_secs_f64();
        let costs = by_candidate(&candidates, &rounds, |run| cpu(run) * 1e6);
        routes.push((work.name(), costs[0].1, costs[1].1));
        let what = format!("{}: CPU to the tutorial's", work.name());
        let goal = match work {
            Work::Get => 0.2,
            Work::ListMany => 0.15,
            _ => f64::NAN,
        };
        figures.push(ratio(&what, median_ratio(&rounds, 0, 1, cpu), goal));
        if candidates.len() > 2 {
            let what = "get_event: CPU to the same in Node";
            figures.push(ratio(what, median_ratio(&rounds, 0, 2, cpu), f64::NAN));
        }
    }
    Ok(routes)
}

/// Init of `get_event`, whose function opens its table.
fn real_init(figures: &mut Vec<Figure>) -> Result<Vec<(String, f64)>, String> {
    let mut candidates = vec![Candidate::Bootstrap, Candidate::PythonBoto];
    candidates.extend(Candidate::NodeSdk.installed());
    let rounds = rounds(&candidates, Work::Get, 1, 15, || on_dynamodb(Work::Get))?;
    let poll = |run: &Run| run.first_poll.as_secs_f64();
    let what = "get_event: init to first poll, to the tutorial's";
    figures.push(ratio(what, median_ratio(&rounds, 0, 1, poll), 0.03));
    if candidates.len() > 2 {
        let what = "get_event: init to first poll, to the same in Node";
        figures.push(ratio(what, median_ratio(&rounds, 0, 2, poll), f64::NAN));
    }
    Ok(by_candidate(&candidates, &rounds, |run| poll(run) * 1e3))
}

/// A DynamoDB of its own for a run, with the items that it needs.
fn on_dynamodb(work: Work) -> Result<Environment, String> {
    Ok(vec![("AWS_ENDPOINT_URL", dynamodb::plain(work.items(REAL))?)])
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
    figures.push(figure("bootstrap, stripped", real_of(plain) / 1e6, "MB", Some(4.5)));
    figures.push(figure("bootstrap, zipped", real_of(zipped) / 1e6, "MB", Some(2.0)));
    Ok(())
}
