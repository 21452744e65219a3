//! Instructions for each event, as callgrind counts them, and whether they drift.

use std::process::{Command, Stdio};

use crate::candidates::Candidate;
use crate::lambda::run;
use crate::results::{Figures, RESULTS, real_of};

/// How far they may drift before the suite says so.
const TOLERANCE: f64 = 0.05;

/// What a route with many arguments may take, to the same by hand.
pub(crate) const MANY_ARGUMENTS: f64 = 1.25;

/// What a route with the caller's claims may take, to one without.
pub(crate) const CLAIMS: f64 = 1.1;

/// Counts instructions anew and compares them with the committed figures.
pub(crate) fn compare() -> Result<(), String> {
    let committed = std::fs::read_to_string(RESULTS).map_err(|error| format!("{RESULTS}: {error}"))?;
    let committed: Figures =
        serde_json::from_str(&committed).map_err(|error| format!("{RESULTS}: {error}"))?;
    let (mut drifted, mut counted) = (0, Vec::new());
    let compared = [Candidate::Fingerpost, Candidate::FingerpostSdk];
    for candidate in compared {
        let name = candidate.name();
        let known = committed.instructions.iter().find(|(one, _)| one == name);
        let (_, known) = known.ok_or_else(|| format!("{RESULTS} has no instructions of {name}"))?;
        let now = per_event(candidate)?;
        let drift = real_of(now) / real_of(*known) - 1.0;
        println!("{name}: {now} instructions per event, {:+.1} % to the committed {known}", drift * 100.0);
        drifted += usize::from(drift.abs() > TOLERANCE);
        counted.push(now);
    }
    let claims = real_of(per_event(Candidate::Claims)?) / real_of(counted[0]);
    let held = [
        ("many arguments", arguments()?, "the same by hand", MANY_ARGUMENTS),
        ("with claims", claims, "without", CLAIMS),
    ];
    for (what, ratio, other, goal) in held {
        println!("{what}: {ratio:.3} of {other}, the goal is at most {goal}");
        drifted += usize::from(ratio > goal);
    }
    println!("{} passed, {drifted} failed", compared.len() + held.len() - drifted);
    if drifted == 0 {
        return Ok(());
    }
    Err("instructions per event have drifted over 5 %: if that is meant, `npm run bench` measures anew"
        .to_owned())
}

/// Instructions of a route with many arguments, to the same by hand.
pub(crate) fn arguments() -> Result<f64, String> {
    Ok(real_of(per_event(Candidate::Arguments)?) / real_of(per_event(Candidate::HandArguments)?))
}

/// Instructions for one warm event: the difference of two run lengths.
pub(crate) fn per_event(candidate: Candidate) -> Result<u64, String> {
    const SHORT: usize = 100;
    const LONG: usize = 500;
    let difference = instructions(candidate, LONG)?.saturating_sub(instructions(candidate, SHORT)?);
    eprintln!("counted {}", candidate.name());
    Ok(difference / (LONG - SHORT) as u64)
}

/// Instructions of a whole process that answers `events` events, counted by callgrind.
fn instructions(candidate: Candidate, events: usize) -> Result<u64, String> {
    let work = candidate.counted_with();
    let plain = candidate.command(work)?;
    let log = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg("--callgrind-out-file=/dev/null").arg("--vgdb=no");
    command.arg(format!("--log-file={}", log.path().display()));
    command.arg(plain.get_program()).args(plain.get_args()).stderr(Stdio::null());
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    run(&mut command, work, events)?;
    let text = std::fs::read_to_string(log.path()).map_err(|error| error.to_string())?;
    let collected = text.split("Collected : ").nth(1).and_then(|rest| rest.split_whitespace().next());
    collected.and_then(|count| count.parse().ok()).ok_or_else(|| format!("callgrind counted nothing: {text}"))
}
