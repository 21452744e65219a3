//! Runs in turn: what is compared was measured side by side.

use crate::candidates::Candidate;
use crate::lambda::{Run, run};
use crate::work::Work;

/// Variables of one run.
pub(crate) type Environment = Vec<(&'static str, String)>;

/// Every candidate in turn, again and again, each run in an environment of its own.
pub(crate) fn rounds(
    candidates: &[Candidate],
    work: Work,
    events: usize,
    count: usize,
    environment: impl Fn() -> Result<Environment, String>,
) -> Result<Vec<Vec<Run>>, String> {
    let mut rounds = Vec::new();
    for round in 0..count {
        let mut runs = Vec::new();
        for candidate in candidates {
            let mut command = candidate.command(work)?;
            command.envs(environment()?);
            runs.push(run(&mut command, work, events)?);
        }
        let cpu: Vec<String> = runs.iter().map(|run| format!("{:.0}", run.cpu.as_secs_f64() * 1e6)).collect();
        let cpu = cpu.join(", ");
        eprintln!("round {} of {count}, {events} events for {}: {cpu} µs of CPU each", round + 1, work.name());
        rounds.push(runs);
    }
    Ok(rounds)
}

/// The median of one candidate's ratios to another's, round by round.
pub(crate) fn median_ratio(rounds: &[Vec<Run>], one: usize, other: usize, of: impl Fn(&Run) -> f64) -> f64 {
    median(rounds.iter().map(|round| of(&round[one]) / of(&round[other])))
}

/// The median of every candidate's own figures.
pub(crate) fn by_candidate(
    candidates: &[Candidate],
    rounds: &[Vec<Run>],
    of: impl Fn(&Run) -> f64,
) -> Vec<(String, f64)> {
    let medians = candidates.iter().enumerate().map(|(index, candidate)| {
        (candidate.name().to_owned(), median(rounds.iter().map(|round| of(&round[index]))))
    });
    medians.collect()
}

/// The middle one.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
