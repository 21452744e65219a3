//! What each thing that a route may name costs: in bytes of the executable, and at a cold start.

use crate::candidates::Candidate;
use crate::dynamodb;
use crate::lambda::Run;
use crate::report;
use crate::results::{Figure, figure, ratio, real_of};
use crate::rounds::{median, median_ratio, rounds};
use crate::work::Work;

/// Rounds of cold starts.
const ROUNDS: usize = 31;

/// A route with a table alone, which the others are compared with.
const TABLE: Candidate = Candidate::Part("with_table");
/// What is measured, and what of it is more than a table.
const PARTS: [(Candidate, &str); 4] = [
    (Candidate::Part("with_caller"), "JWT and a setting"),
    (Candidate::Part("with_secret"), "a secret"),
    (Candidate::Part("with_queue"), "a queue"),
    (Candidate::Part("with_bucket"), "a bucket"),
];

/// What each part adds to a route with a table.
pub(crate) fn measure() -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    let mut candidates = vec![TABLE];
    candidates.extend(PARTS.map(|(candidate, _)| candidate));
    starts(&candidates, &mut figures)?;
    let (plain, zipped) = size(TABLE)?;
    for (candidate, what) in PARTS {
        let (more, more_zipped) = size(candidate)?;
        figures.push(figure(&format!("{what}: executable, more"), more - plain, "kB", None));
        figures.push(figure(&format!("{what}: zipped, more"), more_zipped - zipped, "kB", None));
    }
    Ok(figures)
}

/// From a process's start to its first answer, with all of AWS behind TLS.
fn starts(candidates: &[Candidate], figures: &mut Vec<Figure>) -> Result<(), String> {
    let authority = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let endpoint = dynamodb::tls(authority.path())?;
    let trust = authority.path().display().to_string();
    let environment = || {
        Ok(vec![
            ("AWS_ENDPOINT_URL", endpoint.clone()),
            ("SSL_CERT_FILE", trust.clone()),
            ("SHOP_NAME", "Tea".to_owned()),
            (
                "FINGERPOST_SECRET_SHOP_KEY",
                "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-a1B2c3".to_owned(),
            ),
            ("RESOURCE_ASKED", format!("{endpoint}/123456789012/asked")),
            ("RESOURCE_PICTURES", "pictures".to_owned()),
        ])
    };
    let rounds = rounds(candidates, Work::Get, 1, ROUNDS, environment)?;
    let first = |run: &Run| run.first_answer.as_secs_f64();
    for (index, (_, what)) in PARTS.iter().enumerate() {
        let own = median(rounds.iter().map(|round| first(&round[index + 1])));
        let goal = (index == 0).then_some(8.0);
        figures.push(figure(&format!("{what}: start to first answer over TLS"), own * 1e3, "ms", goal));
        let to = median_ratio(&rounds, index + 1, 0, first);
        figures.push(ratio(&format!("{what}: the same, to a table alone"), to, f64::NAN));
    }
    Ok(())
}

/// Kilobytes of an executable, as it is and zipped.
fn size(candidate: Candidate) -> Result<(f64, f64), String> {
    let path = candidate.executable().ok_or("no executable")?;
    let plain = std::fs::metadata(&path).map_err(|error| format!("{}: {error}", path.display()))?.len();
    Ok((real_of(plain) / 1e3, real_of(report::zipped(&path)?) / 1e3))
}
